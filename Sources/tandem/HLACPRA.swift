import TandemArguments
import TandemFiles
import TandemHLA
import TandemTerminal

private enum RecipientGroup: String, Choice {
  case o = "O"
  case a = "A"
  case b = "B"
  case ab = "AB"
}

private let unacceptable = Option<String>(
  "unacceptable", value: "LIST",
  help: "The unacceptable antigens and alleles, parted by commas, such as A2,B7,DR53,B*44:02,Bw4.")
private let frequencies = Option<String?>(
  "frequencies", value: "FILE", otherwise: "the shipped frequencies", completes: .file(["csv"]),
  help:
    "Haplotype frequencies as CSV: population,haplotype,frequency, or hap,freq with the population named by the file."
)
private let populations = Option<String?>(
  "populations", value: "FILE", otherwise: "the shipped table", completes: .file(["csv"]),
  help: "Weights and blood groups of the populations, as in Data/hla/populations.csv.")
private let abo = Option<RecipientGroup?>(
  "abo", value: "GROUP", otherwise: "antigens alone",
  help: "The recipient's blood group: gives the share of donors barred by antigens or blood group as well.")

/// `tandem hla cpra`
let hlaCPRA: Command = Command(
  "cpra", "Calculated PRA: the share of donors who show an unacceptable antigen.",
  discussion: """
    For a population with haplotype frequencies f it is 1 - (1 - sum of f over the haplotypes with an \
    unacceptable antigen)^2; the populations are averaged by their weights. A broad antigen covers its splits, \
    an allele only its P group. With --abo, donors whose blood group bars the recipient count too: \
    cPRA + (1 - cPRA) x their share.

    What the frequencies cannot judge, such as DPB1, is named and not counted: the true figure may be higher.
    """,
  takes: [unacceptable, frequencies, populations, abo, Shared.options(Shared.json)],
  examples: [
    Example("tandem hla cpra --unacceptable A2,B44,DR53", "With the shipped frequencies."),
    Example("tandem hla cpra --unacceptable A2 --abo O --json", "With blood groups, for a program."),
  ],
  exits: [.badData: "A specificity or a file cannot be read."]
) { arguments, console in
  let targets = try specificities(arguments[unacceptable])
  let table = try arguments[frequencies].map { path in
    try MappedFile(path).withBytes { bytes throws(Problems) in
      try HaplotypeFrequencies(csv: bytes, path: path)
    }
  }
  let people = try arguments[populations].map { path in
    try MappedFile(path).withBytes { bytes throws(Problems) in try PopulationTable(csv: bytes, path: path) }
  }
  let group = arguments[abo].flatMap { PopulationTable.BloodGroup(rawValue: $0.rawValue) }
  let result = CalculatedPRA(
    unacceptable: targets, frequencies: table ?? .shipped, populations: people ?? .shipped, recipient: group)
  for warning in table?.warnings ?? [] { console.note("warning: \(warning)") }
  let report = CPRAReport(
    targets: targets, result: result, group: group,
    source: arguments[frequencies] ?? "the shipped frequencies")
  console.print(arguments[Shared.json] ? report.json.text() : report.text(console.style))
  return .done
}

private func specificities(_ list: String) throws(Problems) -> [Specificity] {
  var found: [Specificity] = []
  var problems: [Problem] = []
  var column = 1
  for item in list.split(separator: ",", omittingEmptySubsequences: false) {
    let bare = item.filter { $0 != " " }
    do throws(NotationError) {
      found.append(try Specificity(bare))
    } catch {
      problems.append(
        Problem(
          kind: "unreadable specificity", file: "--unacceptable", line: 1, column: column + error.offset,
          value: bare,
          expected: error.expected.rawValue))
    }
    column += item.utf8.count + 1
  }
  if !problems.isEmpty { throw Problems(problems) }
  return Set(found).sorted()
}

/// What `tandem hla cpra` says.
private struct CPRAReport {
  let targets: [Specificity]
  let result: CalculatedPRA
  let group: PopulationTable.BloodGroup?
  let source: String

  var json: JSON {
    .object([
      ("cpra", .number(result.hla)),
      ("cpra_with_abo", .number(result.withBloodGroup)),
      ("abo", .string(group?.rawValue)),
      ("populations", .object(result.shares.map { (key: $0.population, value: .number($0.hla)) })),
      (
        "populations_with_abo",
        group == nil
          ? .null : .object(result.shares.map { (key: $0.population, value: .number($0.withBloodGroup)) })
      ),
      (
        "populations_at_most",
        .object(result.shares.map { (key: $0.population, value: .number($0.hlaAtMost)) })
      ),
      ("weights", .object(result.shares.map { (key: $0.population, value: .number($0.weight)) })),
      ("unacceptable", .strings(targets.map(\.text))),
      (
        "not_counted",
        .array(
          result.notCounted.map {
            .object([("specificity", .string($0.specificity.text)), ("reason", .string($0.reason))])
          })
      ),
      ("assumptions", .strings(result.assumptions)), ("frequencies", .string(source)),
      ("version", .string(Version.number)),
    ])
  }

  func text(_ style: Style) -> String {
    var lines = ["cPRA \(style.bold(percent(result.hla)))  \(targets.map(\.text).joined(separator: ", "))"]
    if let group {
      let value = result.withBloodGroup.map(percent) ?? "unknown: blood groups are missing for a population"
      lines.append("with blood group \(group.rawValue): \(style.bold(value))")
    }
    for share in result.shares {
      var line = "  \(share.population)  \(percent(share.hla))"
      if let value = share.withBloodGroup { line += ", with blood group \(percent(value))" }
      if share.hlaAtMost > share.hla + 0.0005 { line += ", at most \(percent(share.hlaAtMost))" }
      line += share.weight.map { "  (weight \(DecimalText.text($0)))" } ?? "  (not in the average)"
      lines.append(line)
    }
    for left in result.notCounted {
      lines.append("  \(style.warning("not counted")): \(left.specificity): \(left.reason)")
    }
    for assumption in result.assumptions { lines.append("  assumption: \(assumption)") }
    lines.append("  from \(source)")
    return lines.joined(separator: "\n")
  }

  private func percent(_ share: Double) -> String { DecimalText.fixed(share * 100, 1) + " %" }
}
