import TandemClinic
import TandemParallel
import TandemPolicy
import TandemRegistry

extension AllocationPlan {
  /// Adds who was left out and the main reason of each: for somebody without any offer the rule that stands in the
  /// way with most donors, for the others what their best offers lack.
  public mutating func addLeftOut(_ model: AllocationModel, threads: Int) {
    if !model.coversAllPairs { return }
    let list = LeftOutList(model, assignments.map(\.offer), threads: threads)
    leftOut = list.people
    var counts: [String: Int] = [:]
    for person in leftOut { counts[person.reason, default: 0] += 1 }
    leftOutCounts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }
}

private struct LeftOutList {
  private(set) var people: [AllocationPlan.LeftOut] = []
  private let model: AllocationModel
  private let account: Account

  init(_ model: AllocationModel, _ chosen: [Offer], threads: Int) {
    self.model = model
    account = Account(model, chosen)
    let cohort = model.setting.cohort
    var offers = [[Offer]](repeating: [], count: cohort.recipients.count)
    for offer in model.offers { offers[Int(offer.recipient)].append(offer) }
    let barred = LeftOutList.barred(model, offers.map(\.isEmpty), threads: threads)
    for index in cohort.recipients.indices where !account.served.contains(Int32(index)) {
      people.append(
        offers[index].isEmpty
          ? closed(cohort.recipients[index].id, barred[index])
          : outbid(cohort.recipients[index].id, offers[index]))
    }
  }

  /// The most pairs that are explained one by one.
  private static let mostPairs = 50_000

  /// For each recipient without an offer how many donors each rule keeps off. Who is closed whoever the donor is
  /// counts for all of them; the others are judged pair by pair, unless they are too many.
  private static func barred(_ model: AllocationModel, _ isOut: [Bool], threads: Int) -> [[Rule: Int]] {
    let setting = model.setting
    let cohort = setting.cohort
    let readiness = Readiness(setting, threads: threads)
    var barred = [[Rule: Int]](repeating: [:], count: cohort.recipients.count)
    var open: [Int] = []
    for index in isOut.indices where isOut[index] {
      if let rules = readiness.closedBy[index] {
        for rule in Set(rules) { barred[index][rule] = cohort.donors.count }
      } else {
        open.append(index)
      }
    }
    if open.count * cohort.donors.count > mostPairs { return barred }
    let people = open
    let found = mappedInParallel(cohort.donors.count, threads: threads) { donor -> [Set<Rule>] in
      let context = MatchContext(donor: cohort.donors[donor], in: cohort, under: setting.policy)
      return people.map { Set(context.pair($0, .faults).blocking.map(\.rule)) }
    }
    for rules in found {
      for (index, own) in zip(open, rules) {
        for rule in own { barred[index][rule, default: 0] += 1 }
      }
    }
    return barred
  }

  /// What a donor fails by says little of a recipient; it counts only where nothing else does.
  private func closed(_ id: String, _ rules: [Rule: Int]) -> AllocationPlan.LeftOut {
    func isOfDonor(_ rule: Rule) -> Bool {
      rule.name.hasPrefix("donor") || rule.name.hasPrefix("timing.")
    }
    let own = rules.filter { !isOfDonor($0.key) }
    let main = (own.isEmpty ? rules : own).min { ($1.value, $0.key.name) < ($0.value, $1.key.name) }
    guard let main else {
      return .init(
        recipient: id, reason: "decided", detail: "Forbidden pairs, or the wishes for others, leave no donor."
      )
    }
    let count = model.setting.cohort.donors.count
    return .init(
      recipient: id, reason: main.key.name,
      detail: "No donor is open; \(main.key.name) is in the way with \(main.value) of \(count).")
  }

  /// What stands between somebody with offers and a place in the plan as it is.
  private func outbid(_ id: String, _ offers: [Offer]) -> AllocationPlan.LeftOut {
    let centres = model.setting.cohort.centres
    let fitting = offers.filter { offer in
      let left = account.left[Int(offer.donor)]
      return offer.islets <= left.islets && offer.cells <= left.cells
    }
    let best = offers.max { ($0.score, $1.recipient) < ($1.score, $0.recipient) }!
    let words =
      "best offer: donor \(model.setting.cohort.donors[Int(best.donor)].id) at \(best.score.text) points"
    let rooms = fitting.filter { offer in
      guard let bed = offer.bed, centres[Int(bed.centre)].conditioningBeds != nil else { return true }
      return account.used[.bed(bed)] ?? 0 < model.capacity(.bed(bed))
    }
    if fitting.isEmpty {
      let left = account.left[Int(best.donor)]
      let lack =
        best.islets > left.islets
        ? "\(Amount.text(Double(left.islets))) of the \(Amount.text(Double(best.islets))) IEQ needed are left"
        : "\(Amount.cells(Double(left.cells) * DonorStock.cellUnit)) of the "
          + "\(Amount.cells(Double(best.cells) * DonorStock.cellUnit)) CD34+ cells needed are left"
      return .init(
        recipient: id, reason: "donors_used",
        detail:
          "The grafts of all \(Amount.text(Double(Set(offers.map(\.donor)).count))) open donors go to others; "
          + "\(words), where \(lack).")
    }
    if rooms.isEmpty, let bed = fitting.first?.bed {
      return .init(
        recipient: id, reason: "beds",
        detail: "The beds of centre \(centres[Int(bed.centre)].id) are taken; \(words).")
    }
    let running = rooms.contains { offer in
      let laboratory = model.stocks[Int(offer.donor)].laboratory
      if laboratory < 0 || account.active.contains(offer.donor) { return true }
      guard centres[Int(laboratory)].isolationRuns != nil else { return true }
      return account.used[.runs(laboratory)] ?? 0 < model.capacity(.runs(laboratory))
    }
    if !running {
      return .init(
        recipient: id, reason: "isolation_runs", detail: "The laboratory has no isolation run left; \(words)."
      )
    }
    if !model.setting.policy.allocation.shares.isEmpty {
      return .init(
        recipient: id, reason: "share",
        detail: "Grafts would be there; a share of the policy stands in the way; \(words).")
    }
    return .init(
      recipient: id, reason: "gap",
      detail: "Grafts would be there; the plan is not the best there is, only within its gap; \(words).")
  }
}
