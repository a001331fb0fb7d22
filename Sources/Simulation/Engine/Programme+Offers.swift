import TandemChance
import TandemClinic
import TandemFiles
import TandemHLA
import TandemPolicy
import TandemRegistry

/// How the grafts of one donor are offered.
extension Programme {
  /// What is left of a donor while the offers go out.
  private struct Grafts {
    /// Where the donor's yields stand among what is expected of them, 0 to 1.
    let isletRank: Double
    let cd34Rank: Double
    var isletShare = 1.0
    var cd34Share = 1.0
    var isIsolated = false
    var recipients = 0
    var offers = 0
    /// What happened last of each kind.
    var wasDeclined = false
    var wasTooSmall = false
    var hadNoBed = false
    var hadNoRun = false
  }

  /// Offers the grafts of a donor to the list, one after the other, until they are used up.
  mutating func offer(_ number: Int) {
    let arrival = world.donors[number]
    tally.donors += 1
    let day = Day(number: world.start.number + Int32(arrival.time))
    var offering = pool.offering(of: arrival.donor, on: day)
    let context = offering.context
    tally.pairs += offering.pairs
    guard context.gate.isOpen(context.donorAssessment) else { return lost(.ruledOut) }
    guard offering.isInTime else { return lost(.tooLate) }
    guard !offering.isEmpty else { return lost(.nobody) }
    // Not exactly 0, of which a lognormal amount would be nothing.
    var grafts = Grafts(
      isletRank: max(world.chances.unit(.islets, number), 0x1p-54),
      cd34Rank: max(world.chances.unit(.stemCells, number), 0x1p-54))
    let mostOffers = Int(scenario[.mostOffers])
    let mostRecipients = Int(scenario[.mostRecipients].rounded())
    var rank = 0
    while grafts.offers < mostOffers, grafts.recipients < mostRecipients, !grafts.hadNoRun,
      let candidate = offering.next()
    {
      rank += 1
      offer(
        &grafts, to: candidate, rank: rank, of: number, arrival.time, offering.contexts[candidate.context])
    }
    settle(grafts, of: number, context)
  }

  private mutating func lost(_ loss: Tally.Loss) { tally.lost[loss.rawValue] += 1 }

  /// Offers what is left to one candidate.
  private mutating func offer(
    _ grafts: inout Grafts, to candidate: Offer, rank: Int, of number: Int, _ time: Double,
    _ context: MatchContext
  ) {
    let person = world.people[candidate.person]
    let plan = context.plans[candidate.choice.option]
    // Without a weight or a yield nobody can say what a dose would be.
    guard let weightKg = person.recipient.weightKg, let supply = plan.islets.supply else { return }
    // After the isolation the count is known, and nobody is offered what is not there.
    if grafts.isIsolated, dose(grafts, candidate, plan, weightKg, supply) == nil { return }
    let bed = bedTime(plan, time)
    if let centre = person.recipient.centreID, !beds.isFree(at: centre, from: bed.from, to: bed.to) {
      tally.withoutBed += 1
      grafts.hadNoBed = true
      return
    }
    grafts.offers += 1
    tally.offers += 1
    let level = plan.transplant.levels[candidate.choice.level]
    let distance = distanceKm(context, person.recipient)
    let mismatches = context.facts(candidate.index).mismatches.total.bidirectional
    let probability = answers.probability(
      rank: rank, isletIEQPerKg: level.isletIEQPerKg.value, mismatches: mismatches, distanceKm: distance)
    guard world.chances.unit(.answers, number, time: candidate.person) < probability else {
      tally.declined += 1
      grafts.wasDeclined = true
      return
    }
    if !grafts.isIsolated {
      guard runs.begin(at: context.laboratory?.id ?? "", on: time) else {
        grafts.hadNoRun = true
        return
      }
      grafts.isIsolated = true
      tally.isolations += 1
    }
    guard let dose = dose(grafts, candidate, plan, weightKg, supply) else {
      grafts.wasTooSmall = true
      return
    }
    grafts.isletShare -= dose.isletShare
    grafts.cd34Share -= dose.cd34Share
    grafts.recipients += 1
    if let centre = person.recipient.centreID {
      beds.book(at: centre, from: bed.from, to: bed.to, now: time)
    }
    tally.ranks.append(Double(grafts.offers))
    tally.mismatches += mismatches
    tally.infusedIEQPerKg += dose.isletIEQPerKg
    tally.infusedCD34PerKg += dose.cd34PerKg
    if let distance { tally.distances.append(distance) }
    transplant(candidate.person, time, plan, cd34PerKg: dose.cd34PerKg)
  }

  /// What somebody would be given of what is left.
  private struct GivenDose {
    let isletIEQPerKg: Double
    let cd34PerKg: Double
    let isletShare: Double
    let cd34Share: Double
  }

  /// The highest level up to the one that was offered for which islets and stem cells are there; nil when they
  /// do for none.
  private func dose(
    _ grafts: Grafts, _ candidate: Offer, _ plan: ProtocolPlan, _ weightKg: Double, _ supply: Supply
  ) -> GivenDose? {
    let islets = supply.amount.quantile(grafts.isletRank)
    let cells = plan.stemCells.cd34.amount.quantile(grafts.cd34Rank)
    let cellsLeft = cells * grafts.cd34Share
    guard islets > 0, cells > 0, cellsLeft >= plan.transplant.stemCells.cd34Floor.value * weightKg else {
      return nil
    }
    let levels = plan.transplant.levels[...candidate.choice.level]
    guard
      let level = levels.last(where: { $0.isletIEQPerKg.value * weightKg <= islets * grafts.isletShare })
    else { return nil }
    let given = min(level.cd34PerKg.value * weightKg, cellsLeft)
    return GivenDose(
      isletIEQPerKg: level.isletIEQPerKg.value, cd34PerKg: given / weightKg,
      isletShare: level.isletIEQPerKg.value * weightKg / islets, cd34Share: given / cells)
  }

  /// From the first treatment on, for as long as the scenario says. Day 0 is the day of the islets.
  private func bedTime(_ plan: ProtocolPlan, _ time: Double) -> (from: Double, to: Double) {
    let transplant = plan.transplant
    let treatments = transplant.steps.filter { $0.kind == .treatment }.map(\.day.value)
    let first = treatments.min() ?? transplant.stemCellDay
    let from = time + plan.schedule.isletsAfterHours / 24 + first - transplant.isletDay
    return (from, from + scenario[.bedDays])
  }

  private func distanceKm(_ context: MatchContext, _ recipient: Recipient) -> Double? {
    guard let from = context.donor.place, let to = context.centre(of: recipient) else { return nil }
    return from.kilometres(to: to)
  }

  /// The candidate accepts, and the graft is large enough.
  private mutating func transplant(
    _ index: Int, _ time: Double, _ plan: ProtocolPlan, cd34PerKg: Double
  ) {
    let person = world.people[index]
    let wait = time - courses[index].listedAt
    tally.transplants += 1
    tally.waits.append(wait)
    tally.count(person) {
      $0.transplants += 1
      $0.waitDays += wait
    }
    if !courses[index].isTransplanted { tally.peopleTransplanted += 1 }
    courses[index].isTransplanted = true
    courses[index].infusions += 1
    courses[index].cd34PerKg = cd34PerKg
    courses[index].isChimeric = fate.isChimeric(index, infusion: courses[index].infusions, world.chances)
    courses[index].listVersion += 1
    courses[index].graftVersion += 1
    move(index, to: .preparing, time)
    let infusion = time + plan.schedule.isletsAfterHours / 24
    add(.infusion, infusion, index, courses[index].graftVersion)
    let stemCells = time + plan.schedule.stemCellsAfterHours / 24
    add(.stemCells, stemCells, index, 0)
    let conditioned = min(infusion, stemCells)
    courses[index].conditioningUntil = conditioned + 2 * Calendar.daysPerYear
    setHazard(index, time)
    add(.conditioningEnds, courses[index].conditioningUntil, index, 0)
  }

  /// Books what became of a donor. Islets are counted as they were after purification, so that the losses of
  /// different protocols do not matter.
  private mutating func settle(_ grafts: Grafts, of number: Int, _ context: MatchContext) {
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
