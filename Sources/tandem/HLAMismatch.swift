public import TandemArguments
import TandemFiles
public import TandemHLA
import TandemTerminal

private let loci = Option<[Locus]>(
  "loci", value: "LIST", separator: ",", default: Nomenclature.commonLoci,
  help: "Loci to compare. Names are A, B, C, DRB1, DRB3, DRB4, DRB5, DQA1, DQB1, DPA1, DPB1.")
private let homozygous = Option<Int>(
  "homozygous-counts", value: "N", range: 1...2, default: 2,
  help: "How often a mismatched homozygous locus counts. The convention of 2010 is 1, that of 2016 is 2.")

extension Locus: ArgumentValue {
  public static var noun: String { "a locus such as DRB1" }
  public static func read(_ text: String) -> Locus? { Locus(text) }
  public var argumentText: String { name }
}

/// `tandem hla mismatch`
let hlaMismatch: Command = Command(
  "mismatch", "Counts the mismatches between a recipient and a donor in both directions.",
  discussion: """
    Graft versus host counts what the recipient has and the donor lacks, host versus graft the opposite; at \
    each locus the larger one counts as bidirectional. Alleles are compared by P group, and by antigen where \
    a typing is serological. A null allele takes its partner's value. When a typing is ambiguous, the best \
    case is counted, the match is called potential, and the most that is possible is told.
    """,
  takes: [
    HLAOptions.recipient, HLAOptions.donor, loci, homozygous, HLAOptions.tables, Shared.options(Shared.json),
  ],
  examples: [
    Example(
      "tandem hla mismatch --recipient 'A*02:01+A*24:02' --donor 'A*02:01+A*03:01' --loci A",
      "One locus.")
  ],
  exits: [.badData: "A typing, the release or the table of codes is unreadable."]
) { arguments, console in
  var seen: Set<Locus> = []
  if let twice = arguments[loci].first(where: { !seen.insert($0).inserted }) {
    throw Misuse(arguments, "--loci names \(twice.name) twice.")
  }
  let report = MismatchReport(
    recipient: try arguments.typing(HLAOptions.recipient), donor: try arguments.typing(HLAOptions.donor),
    loci: arguments[loci], homozygous: HomozygousCount(rawValue: arguments[homozygous]) ?? .twice,
    nomenclature: try arguments.nomenclature())
  if arguments[Shared.json] {
    console.print(report.json.text())
  } else {
    console.print(report.text(console.style))
    for note in report.mismatches.notes { console.note(note) }
  }
  return .done
}
