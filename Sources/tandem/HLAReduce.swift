public import TandemArguments
import TandemFiles
public import TandemHLA
import TandemTerminal

private let names = Positional<[String]>("NAME", required: true, help: "Names to reduce.")
private let target = Option<Reduction.Target>("to", value: "LEVEL", help: "What to reduce to.")

extension Reduction.Target: Choice {}

/// `tandem hla reduce`
let hlaReduce: Command = Command(
  "reduce", "Reduces names to P group, G group, two fields or antigen.",
  discussion: """
    A name that leaves several possibilities gives all of them, joined by a slash. An allele that is alone \
    in its group stands for itself.
    """,
  takes: [names, target, HLAOptions.tables, Shared.options(Shared.json)],
  examples: [
    Example("tandem hla reduce 'A*02:01:01:01' --to P", "The P group of an allele."),
    Example("tandem hla reduce 'B*15:01' B5 --to antigen", "The antigens of two names."),
  ],
  exits: [
    .no: "A name has no such form.", .badData: "A name, the release or the table of codes is unreadable.",
  ]
) { arguments, console in
  let nomenclature = try arguments.nomenclature()
  var problems: [Problem] = []
  var reductions: [(written: String, reduction: Reduction)] = []
  for (index, written) in arguments[names].enumerated() {
    do throws(NotationError) {
      reductions.append((written, nomenclature.reduce(try HLAName(written), to: arguments[target])))
    } catch {
      problems.append(
        Problem(
          kind: "unreadable name", file: "NAME \(index + 1)", line: 1, column: error.offset + 1,
          value: written,
          expected: error.expected.rawValue))
    }
  }
  if !problems.isEmpty { throw Problems(problems) }
  if arguments[Shared.json] {
    let documents = reductions.map { json($0.written, $0.reduction, arguments[target], nomenclature) }
    console.print((documents.count == 1 ? documents[0] : .array(documents)).text())
  } else {
    for (written, reduction) in reductions {
      let result = reduction.names.isEmpty ? "-" : reduction.text
      console.print(reductions.count == 1 ? result : "\(written)\t\(result)")
      for note in reduction.notes { console.note(note) }
    }
  }
  return reductions.contains { $0.reduction.names.isEmpty } ? .no : .done
}

private func json(
  _ written: String, _ reduction: Reduction, _ target: Reduction.Target, _ nomenclature: Nomenclature
) -> JSON {
  .object([
    ("input", .string(written)),
    ("name", .string(reduction.input.text)),
    ("to", .string(target.rawValue)),
    ("result", .string(reduction.names.isEmpty ? nil : reduction.text)),
    ("names", .strings(reduction.names.map(\.text))),
    ("nomenclature", .string(nomenclature.title)),
    ("notes", .strings(reduction.notes)),
  ])
}
