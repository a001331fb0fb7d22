import TandemChance
import TandemClinic
import TandemFiles
import TandemHLA
import TandemPolicy
import TandemRegistry

/// How the grafts of donors are offered.
extension Programme {
  /// What is left of a donor while the offers go out.
  private struct Grafts {
    let donor: Int
    let time: Double
    let plans: [DonorPlan]
    let laboratory: String
    let isletRank: Double
    let cd34Rank: Double
    var isletShare = 1.0
    var cd34Share = 1.0
    var isIsolated = false
    var recipients = 0
    var offers = 0
    /// What happened along the way.
    var wasDeclined = false
    var wasTooSmall = false
    var hadNoBed = false
    var hadNoRun = false
    /// Who has been asked, when some are asked before the roster is gone through.
    var asked: Set<Int> = []
  }

  /// Offers the grafts of a batch of donors, one donor after the other, until they are used up.
  ///
  /// By match run each donor's roster is gone through. By optimised allocation those of the best plan are offered
  /// the grafts first, for all donors of the batch; what they leave goes down the roster.
  mutating func offer(_ number: Int) throws {
    let batch = batches[number]
    switch placement.method {
    case .matchRun:
      for donor in batch.donors {
        guard var (offering, grafts) = begin(donor, batch.time) else { continue }
        passOn(&grafts, &offering)
        settle(grafts, offering.context)
      }
    case .optimised:
      var open: [(offering: Offering, grafts: Grafts)] = []
      for donor in batch.donors {
        if let begun = begin(donor, batch.time) { open.append(begun) }
      }
      if open.isEmpty { return }
      let plan = try bestPlan(for: open.map(\.grafts.donor), open.flatMap(\.grafts.plans), batch.time)
      for place in open.indices {
        for candidate in plan.candidates[place] where canGoOn(open[place].grafts) {
          open[place].grafts.asked.insert(candidate.person)
          let context = open[place].offering.context
          offer(&open[place].grafts, to: candidate, context)
        }
      }
      for var (offering, grafts) in open {
        passOn(&grafts, &offering)
        settle(grafts, offering.context)
      }
    }
  }

  /// The roster of a donor and the whole grafts; nil when there is nobody to offer them to.
  private mutating func begin(_ donor: Int, _ time: Double) -> (offering: Offering, grafts: Grafts)? {
    let arrival = world.donors[donor]
    tally.donors += 1
    let offering = pool.offering(
      of: arrival.donor, on: Day(number: world.start.number + Int32(arrival.time)))
    tally.pairs += offering.waiting
    tally.scored += offering.listed
    guard offering.isDonorFit, offering.isInTime, !offering.isEmpty else {
      lost(!offering.isDonorFit ? .ruledOut : !offering.isInTime ? .tooLate : .nobody)
      return nil
    }
    // Not exactly 0, of which a lognormal amount would be nothing.
    let isletRank = max(world.chances.unit(.islets, donor), 0x1p-54)
    let cd34Rank = max(world.chances.unit(.stemCells, donor), 0x1p-54)
    let grafts = Grafts(
      donor: donor, time: time,
      plans: offering.context.plans.map { DonorPlan($0, isletRank: isletRank, cd34Rank: cd34Rank) },
      laboratory: offering.context.laboratory?.id ?? "", isletRank: isletRank, cd34Rank: cd34Rank)
    return (offering, grafts)
  }

  /// The best plan for some donors and all who wait, with the beds that stay free whichever of the protocols is
  /// followed.
  func bestPlan(for donors: [Int], _ protocols: [DonorPlan], _ time: Double) throws -> BatchPlan {
    let people = donors.map { world.donors[$0].donor }
    let begins = protocols.map(\.bedAfterDays)
    let from = time + (begins.min() ?? 0)
    let to = time + (begins.max() ?? 0) + scenario[.bedDays]
    let room = BatchPlan.Room(
      freeBeds: world.centres.map { beds.free(at: $0.id, from: from, to: to) },
      runsLeft: world.centres.map { runs.left(at: $0.id, on: time) })
    return try BatchPlan(people, pool, under: policy, room)
  }

  /// Offers what is left down the roster.
  private mutating func passOn(_ grafts: inout Grafts, _ offering: inout Offering) {
    while canGoOn(grafts), let candidate = offering.next() {
      // Of a batch some have a graft of another donor by now.
      guard courses[candidate.person].place == .active, !grafts.asked.contains(candidate.person) else {
        continue
      }
      offer(&grafts, to: candidate, offering.context)
    }
  }

  private func canGoOn(_ grafts: Grafts) -> Bool {
    grafts.offers < mostOffers && grafts.recipients < mostRecipients && !grafts.hadNoRun
      && servesSomebody(grafts)
  }

  private mutating func lost(_ loss: Tally.Loss) { tally.lost[loss.rawValue] += 1 }

  /// Whether what is left after the isolation is enough for the lightest of all people.
  private func servesSomebody(_ grafts: Grafts) -> Bool {
    guard grafts.isIsolated else { return true }
    return grafts.plans.indices.contains {
      dose(grafts, option: $0, level: 0, weightKg: leastWeightKg) != nil
    }
  }

  /// Offers what is left to one candidate.
  private mutating func offer(_ grafts: inout Grafts, to candidate: Candidate, _ context: MatchContext) {
    let index = candidate.person
    let (option, level) = (candidate.choice.option, candidate.choice.level)
    let weightKg = weightsKg[index]
    // Without a weight or a yield nobody can say what a dose would be.
    guard !weightKg.isNaN, grafts.plans[option].isletIEQ != nil else { return }
    // After the isolation the count is known, and nobody is offered what is not there.
    if grafts.isIsolated, dose(grafts, option: option, level: level, weightKg: weightKg) == nil { return }
    let bedFrom = grafts.time + grafts.plans[option].bedAfterDays
    let bedTo = bedFrom + scenario[.bedDays]
    let centre = world.people[index].recipient.centreID
    if let centre, !beds.isFree(at: centre, from: bedFrom, to: bedTo) {
      tally.withoutBed += 1
      grafts.hadNoBed = true
      return
    }
    grafts.offers += 1
    tally.offers += 1
    tally.count(world.people[index]) { $0.offers += 1 }
    let place = context.centre(of: world.people[index].recipient)
    let distance = context.donor.place.flatMap { from in place.map { from.kilometres(to: $0) } }
    let terms = AcceptanceModel.Terms(
      number: grafts.offers, isletIEQPerKg: grafts.plans[option].levels[level].isletIEQPerKg,
      distanceKm: distance)
    let isAccepted = answers.accepts(
      terms, draw: world.chances.unit(.answers, grafts.donor, time: index),
      mismatches: { context.facts(index).mismatches.total.bidirectional },
      most: 2 * context.policy.hla.loci.count)
    guard isAccepted else {
      tally.declined += 1
      grafts.wasDeclined = true
      return
    }
    if !grafts.isIsolated {
      guard runs.begin(at: grafts.laboratory, on: grafts.time) else {
        grafts.hadNoRun = true
        return
      }
      grafts.isIsolated = true
      tally.isolations += 1
    }
    guard let dose = dose(grafts, option: option, level: level, weightKg: weightKg) else {
      grafts.wasTooSmall = true
      return
    }
    grafts.isletShare -= dose.isletShare
    grafts.cd34Share -= dose.cd34Share
    grafts.recipients += 1
    if let centre { beds.book(at: centre, from: bedFrom, to: bedTo, now: grafts.time) }
    let mismatches = context.facts(index).mismatches.total.bidirectional
    let number = grafts.offers
    tally.ranks.append(Double(number))
    tally.mismatches += mismatches
    tally.infusedIEQPerKg += dose.isletIEQPerKg
    tally.infusedCD34PerKg += dose.cd34PerKg
    if let distance { tally.distances.append(distance) }
    tally.count(world.people[index]) {
      $0.ranks += number
      $0.mismatches += mismatches
      $0.infusedIEQPerKg += dose.isletIEQPerKg
      $0.infusedCD34PerKg += dose.cd34PerKg
      $0.isletIEQ += dose.isletIEQPerKg * weightKg
      $0.cd34Cells += dose.cd34PerKg * weightKg
      if let distance {
        $0.kilometres += distance
        $0.journeys += 1
      }
    }
    transplant(index, grafts.time, grafts.plans[option], cd34PerKg: dose.cd34PerKg)
  }

  /// What somebody would be given of what is left.
  private struct GivenDose {
    let isletIEQPerKg: Double
    let cd34PerKg: Double
    let isletShare: Double
    let cd34Share: Double
  }

  /// The highest level up to `level` for which islets and stem cells are there; nil when they do for none.
  private func dose(_ grafts: Grafts, option: Int, level: Int, weightKg: Double) -> GivenDose? {
    guard let islets = grafts.plans[option].isletIEQ, islets > 0 else { return nil }
    let cells = grafts.plans[option].cd34Cells
    let cellsLeft = cells * grafts.cd34Share
    guard cells > 0, cellsLeft >= grafts.plans[option].cd34FloorPerKg * weightKg else { return nil }
    for place in stride(from: level, through: 0, by: -1) {
      let amounts = grafts.plans[option].levels[place]
      if amounts.isletIEQPerKg * weightKg > islets * grafts.isletShare { continue }
      let given = min(amounts.cd34PerKg * weightKg, cellsLeft)
      return GivenDose(
        isletIEQPerKg: amounts.isletIEQPerKg, cd34PerKg: given / weightKg,
        isletShare: amounts.isletIEQPerKg * weightKg / islets, cd34Share: given / cells)
    }
    return nil
  }

  /// The candidate accepts, and the graft is large enough.
  private mutating func transplant(_ index: Int, _ time: Double, _ plan: DonorPlan, cd34PerKg: Double) {
    let wait = time - courses[index].listedAt
    tally.transplants += 1
    tally.waits.append(wait)
    tally.count(world.people[index]) {
      $0.transplants += 1
      $0.waits.append(wait)
    }
    if !courses[index].isTransplanted { tally.peopleTransplanted += 1 }
    courses[index].isTransplanted = true
    courses[index].infusions += 1
    courses[index].cd34PerKg = cd34PerKg
    courses[index].isChimeric = fate.isChimeric(index, infusion: courses[index].infusions, world.chances)
    courses[index].listVersion += 1
    courses[index].graftVersion += 1
    move(index, to: .preparing, time)
    let infusion = time + plan.isletsAfterDays
    add(.infusion, infusion, index, courses[index].graftVersion)
    let stemCells = time + plan.stemCellsAfterDays
    add(.stemCells, stemCells, index, 0)
    courses[index].conditioningUntil = min(infusion, stemCells) + 2 * Calendar.daysPerYear
    setHazard(index, time)
    add(.conditioningEnds, courses[index].conditioningUntil, index, 0)
  }

  /// Books what became of a donor. Islets are counted as they were after purification and cells as they were
  /// recovered, so that the losses of different protocols do not matter.
  private mutating func settle(_ grafts: Grafts, _ context: MatchContext) {
    if grafts.isIsolated {
      if let supply = context.plans.compactMap(\.islets.supply).first {
        tally.islets.add(supply.start.quantile(grafts.isletRank), given: 1 - grafts.isletShare)
      }
      if let plan = context.plans.first {
        tally.cd34.add(plan.stemCells.cd34.start.quantile(grafts.cd34Rank), given: 1 - grafts.cd34Share)
      }
    }
    if grafts.recipients > 0 {
      tally.donorsUsed += 1
    } else if grafts.hadNoRun {
      lost(.noRun)
    } else if grafts.wasTooSmall {
      lost(.tooFew)
    } else {
      lost(grafts.wasDeclined ? .declined : grafts.hadNoBed ? .noBed : .nobody)
    }
  }
}

extension Tally.Amount {
  fileprivate mutating func add(_ amount: Double, given share: Double) {
    recovered += amount
    given += amount * share
    discarded += amount - amount * share
  }
}
