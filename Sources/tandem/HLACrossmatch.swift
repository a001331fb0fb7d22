import TandemArguments
import TandemFiles
import TandemHLA
import TandemTerminal

private let antibodies = Option<String>(
  "antibodies", value: "FILE|LIST", completes: .file(["csv"]),
  help: """
    The recipient's antibodies: a CSV file with the columns of antibodies.csv, or a list such as \
    A2:5000,B7:1200:c1q,B*44:02=8000 (MFI behind a colon, or behind = where an allele's field could be meant; \
    c1q or c1q- when C1q was tested).
    """)
private let recipient = Option<String?>(
  "recipient-id", value: "ID", otherwise: "the only one of the file",
  help: "Whose antibodies to take from a file with several recipients.")
private let limits = Option<String?>(
  "limits", value: "FILE", otherwise: "the shipped limits", completes: .file(["json5", "json"]),
  help: "From what MFI an antibody counts, per graft, as in Data/hla/antibody-thresholds.json5.")

/// `tandem hla crossmatch`
let hlaCrossmatch: Command = Command(
  "crossmatch", "The crossmatch on paper: a recipient's antibodies against a donor's typing.",
  discussion: """
    An antibody against a broad antigen meets its splits; one against an allele meets the alleles of its P \
    group only. What the typing cannot tell is never a pass: a donor typed more coarsely than the antibody \
    meets it possibly, and a locus that is not typed asks for review.

    The verdict per graft, the first that applies:

      positive   a strong antibody surely meets the donor
      review     a datum is missing that could change the answer
      possible   a weak antibody meets the donor, or one meets it possibly
      negative   nothing that counts meets the donor

    An antibody without an MFI counts as strong.
    """,
  takes: [HLAOptions.donor, antibodies, recipient, limits, HLAOptions.tables, Shared.options(Shared.json)],
  examples: [
    Example(
      "tandem hla crossmatch --donor \"A*24:02+A*02:01^B*44:02+B*07:02\" --antibodies A9:6200,B57:9000",
      "An antibody against A9 meets the donor's A24."),
    Example(
      "tandem hla crossmatch --donor \"A24+A2\" --antibodies cohort/antibodies.csv --recipient-id R17 --json",
      "Antibodies from a cohort, the answer for a program."),
  ],
  exits: [.badData: "The antibodies or the limits cannot be read."]
) { arguments, console in
  let typing = try arguments.typing(HLAOptions.donor)
  let (found, warnings) = try read(arguments)
  for warning in warnings { console.note(warning.description) }
  let limits = try arguments[limits].map { path in
    try MappedFile(path).withBytes { bytes throws(Problems) in try AntibodyLimits.read(bytes, path: path) }
  }
  let report = CrossmatchReport(
    crossmatch: VirtualCrossmatch(donor: typing, antibodies: found, table: try arguments.antigens()),
    limits: limits ?? AntibodyLimits.shipped)
  console.print(arguments[Shared.json] ? report.json.text() : report.text(console.style))
  return .done
}

extension Arguments {
  /// What antibodies are judged by: the shipped facts, with the rare alleles and codes that the options name.
  fileprivate func antigens() throws -> AntigenTable {
    if self[HLAOptions.release] == nil, self[HLAOptions.codes] == nil { return .shipped }
    return AntigenTable(try nomenclature())
  }
}

private func read(_ arguments: Arguments) throws -> (antibodies: [Antibody], warnings: [Problem]) {
  let given = arguments[antibodies]
  guard given.contains("/") || given.lowercased().hasSuffix(".csv") else {
    if arguments[recipient] != nil {
      throw Misuse(arguments, "--recipient-id goes with a file of antibodies.")
    }
    return (try Antibody.list(given, named: "--antibodies"), [])
  }
  let file = try MappedFile(given).withBytes { bytes throws(Problems) in
    try AntibodyFile(csv: bytes, path: given)
  }
  if let id = arguments[recipient] {
    guard let chosen = file.recipients.first(where: { $0.id == id }) else {
      let near =
        Spelling.nearest(to: id, among: file.recipients.map(\.id)).map { " Did you mean \($0)?" } ?? ""
      throw Failure(
        .badData, "\(given) has no antibodies of \(id), which does not mean that there are none.\(near)")
    }
    return (chosen.antibodies, file.warnings)
  }
  guard file.recipients.count < 2 else {
    throw Misuse(
      arguments, "\(given) has \(file.recipients.count) recipients: choose one with --recipient-id.")
  }
  return (file.recipients.first?.antibodies ?? [], file.warnings)
}

/// What `tandem hla crossmatch` says.
private struct CrossmatchReport {
  let crossmatch: VirtualCrossmatch
  let limits: [AntibodyLimits]

  /// The gravest verdict of all grafts.
  private var verdict: VirtualCrossmatch.Verdict {
    let order: [VirtualCrossmatch.Verdict] = [.positive, .review, .possible]
    let found = limits.map { crossmatch.verdict(for: $0) }
    return order.first(where: found.contains) ?? .negative
  }

  var json: JSON {
    .object([
      ("verdict", .string(verdict.rawValue)),
      ("grafts", .array(limits.map(json))),
      ("hits", .array(crossmatch.hits.map(json))),
      ("not_typed", .array(crossmatch.gaps.map(json))),
      ("assumptions", .strings(crossmatch.assumptions)),
      ("version", .string(Version.number)),
    ])
  }

  private func json(_ limits: AntibodyLimits) -> JSON {
    .object([
      ("graft", .string(limits.graft)), ("verdict", .string(crossmatch.verdict(for: limits).rawValue)),
      ("weak_from_mfi", .number(limits.weakFrom.value)),
      ("weak_from_origin", .string(limits.weakFrom.origin)),
      ("strong_above_mfi", .number(limits.strongAbove.value)),
      ("strong_above_origin", .string(limits.strongAbove.origin)),
      ("severe_above_mfi", .number(limits.severeAbove?.value)), ("c1q_counts", .bool(limits.c1qCounts)),
    ])
  }

  private func json(_ hit: VirtualCrossmatch.Hit) -> JSON {
    .object(
      members(of: hit.antibody) + [
        ("certain", .bool(hit.isCertain)), ("donor", .strings(hit.names.map(\.text))),
        ("missing", .strings(hit.missing.map(\.name))), ("assumption", .string(hit.assumption)),
        (
          "strength",
          .object(limits.map { (key: $0.graft, value: .string($0.strength(of: hit.antibody).rawValue)) })
        ),
      ])
  }

  private func json(_ gap: VirtualCrossmatch.Gap) -> JSON {
    .object(members(of: gap.antibody) + [("missing", .strings(gap.missing.map(\.name)))])
  }

  private func members(of antibody: Antibody) -> [(key: String, value: JSON)] {
    [
      ("specificity", .string(antibody.specificity.text)), ("mfi", .number(antibody.mfi)),
      ("c1q", antibody.c1q.map { .bool($0) } ?? .null),
      ("sampled_on", .string(antibody.sampledOn?.description)),
    ]
  }

  func text(_ style: Style) -> String {
    var lines: [String] = []
    for limits in limits {
      let verdict = crossmatch.verdict(for: limits)
      lines.append("\(limits.graft): \(marked(verdict, style))")
    }
    for hit in crossmatch.hits {
      let names = hit.names.map(\.text).joined(separator: ", ")
      let strengths = limits.map { "\($0.graft) \($0.strength(of: hit.antibody).rawValue)" }
      lines.append(
        "  \(hit.antibody.specificity) \(hit.isCertain ? "meets" : "may meet") \(names): \(figures(hit.antibody)); "
          + strengths.joined(separator: ", "))
      if let assumption = hit.assumption { lines.append("    assumption: \(assumption)") }
    }
    for gap in crossmatch.gaps {
      let loci = gap.missing.map(\.name).joined(separator: ", ")
      lines.append(
        "  \(gap.antibody.specificity) cannot be judged, not fully typed: \(loci); \(figures(gap.antibody))")
    }
    if crossmatch.hits.isEmpty, crossmatch.gaps.isEmpty { lines.append("  No antibody meets the donor.") }
    for assumption in crossmatch.assumptions { lines.append("  assumption: \(assumption)") }
    for limits in limits where limits.weakFrom.isAssumption || limits.strongAbove.isAssumption {
      lines.append(
        "  \(limits.graft): weak from \(DecimalText.text(limits.weakFrom.value)), strong above "
          + "\(DecimalText.text(limits.strongAbove.value)) MFI (assumption)")
    }
    return lines.joined(separator: "\n")
  }

  private func figures(_ antibody: Antibody) -> String {
    let mfi = antibody.mfi.map { "MFI \(DecimalText.text($0))" } ?? "no MFI, taken as strong"
    return mfi + (antibody.c1q.map { $0 ? ", binds C1q" : ", no C1q" } ?? "")
  }

  private func marked(_ verdict: VirtualCrossmatch.Verdict, _ style: Style) -> String {
    switch verdict {
    case .positive: style.error(verdict.rawValue)
    case .review, .possible: style.warning(verdict.rawValue)
    case .negative: style.good(verdict.rawValue)
    }
  }
}
