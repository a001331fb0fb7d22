import TandemArguments
import TandemClinic
import TandemFiles
import TandemPolicy
import TandemRegistry
import TandemTerminal

/// The cohort and the policy that `match` and `explain` work on, read and found usable.
struct MatchInput {
  let folder: String
  let policy: Policy
  let cohort: Cohort

  /// Reads both; throws all problems of either at once.
  init(folder: String, policy name: String, threads: Int, _ console: Console) throws {
    self.folder = folder
    let policy = try Policy.read(name)
    let names = TransplantProtocol.shippedNames + policy.regimens.map(\.transplant.name)
    let vocabulary = CohortReader.Vocabulary(
      comorbidities: Set(policy.clinic.rules.comorbidityIndex.vocabulary), protocols: Set(names))
    let reading = console.progress("Reading \(folder)") { _ in
      CohortReader(threads: threads, vocabulary: vocabulary).read(folder)
    }
    self.policy = policy
    cohort = try reading.usable()
    _ = Unmanaged.passRetained(UntilTheEnd(cohort))
    let warnings = policy.warnings.count + reading.problems.count
    if warnings > 0 {
      console.note(
        "\(warnings) warning\(warnings == 1 ? "" : "s") in cohort and policy; tandem check \(folder) lists them."
      )
    }
  }

  /// The place of a donor by the identifier.
  func donor(_ id: String) throws -> Donor {
    guard let donor = cohort.donors.first(where: { $0.id == id }) else {
      throw unknown("donor", id, among: cohort.donors.map(\.id))
    }
    return donor
  }

  /// The place of a recipient by the identifier.
  func recipient(_ id: String) throws -> Int {
    guard let index = cohort.recipients.firstIndex(where: { $0.id == id }) else {
      throw unknown("recipient", id, among: cohort.recipients.map(\.id))
    }
    return index
  }

  /// Says which identifier was probably meant, or how some of them look.
  private func unknown(_ kind: String, _ id: String, among ids: [String]) -> Failure {
    let length = id.utf8.count
    let alike = ids.filter { abs($0.utf8.count - length) <= max(1, length / 3) }
    var message = "There is no \(kind) \(Problem.quoted(id)) in \(folder)."
    if let near = Spelling.nearest(to: id, among: alike) {
      message += " Did you mean \(Problem.quoted(near))?"
    } else if let first = ids.first {
      message += " It has \(ids.count), such as \(Problem.quoted(first))."
    }
    return Failure(.badData, message)
  }
}

extension Shared {
  static let cohort = Positional<String>("DIR", completes: .folder, help: "The cohort folder.")
  static let donor = Option<String>("donor", value: "ID", help: "The donor's identifier.")
}

/// Holds a cohort until the process ends: giving a million people back one by one takes a third of a second, and
/// nobody needs the memory.
private final class UntilTheEnd {
  private let cohort: Cohort

  init(_ cohort: Cohort) { self.cohort = cohort }
}
