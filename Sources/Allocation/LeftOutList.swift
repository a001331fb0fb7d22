import TandemClinic
import TandemPolicy
import TandemRegistry

extension AllocationPlan {
  /// Adds who was left out and the main reason of each: for somebody without any offer the rule that stands in the
  /// way with most donors, for the others what their best offers lack.
  public mutating func addLeftOut(_ model: AllocationModel, threads: Int) {
    let offers = assignments.map(\.offer)
    var counts: [String: Int] = [:]
    if model.coversAllPairs {
      leftOut = LeftOutList(model, offers, threads: threads).people
      for person in leftOut { counts[person.reason, default: 0] += 1 }
    } else if let standing = model.standing {
      let reasons = LeftOutReasons(
        model.setting, standing, served: Set(offers.map(\.recipient)), threads: threads)
      leftOutReasons = reasons
      counts = reasons.counts
    }
    leftOutCounts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
  }
}

/// Why each person is left out of a plan of which the offers of all pairs are held.
struct LeftOutList {
  private(set) var people: [AllocationPlan.LeftOut] = []
  private let model: AllocationModel
  private let account: Account

  init(_ model: AllocationModel, _ chosen: [Offer], threads: Int) {
    self.model = model
    account = Account(model, chosen)
    let cohort = model.setting.cohort
    var offers = [[Offer]](repeating: [], count: cohort.recipients.count)
    for offer in model.offers { offers[Int(offer.recipient)].append(offer) }
    let barred = offers.indices.filter { offers[$0].isEmpty }.map { Int32($0) }
    var bars = Bar.main(of: barred, in: model.setting, threads: threads)[...]
    for (index, person) in cohort.recipients.enumerated() where !account.served.contains(Int32(index)) {
      people.append(
        offers[index].isEmpty ? closed(person.id, bars.removeFirst()) : outbid(person.id, offers[index]))
    }
  }

  private func closed(_ id: String, _ bar: Bar?) -> AllocationPlan.LeftOut {
    guard let bar else {
      return .init(
        recipient: id, reason: "decided", detail: "Forbidden pairs, or the wishes for others, leave no donor."
      )
    }
    let asked = bar.asked < model.setting.cohort.donors.count ? " donors that were asked" : ""
    return .init(
      recipient: id, reason: bar.rule.name,
      detail: "No donor is open; \(bar.rule.name) is in the way with \(bar.donors) of \(bar.asked)\(asked).")
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
