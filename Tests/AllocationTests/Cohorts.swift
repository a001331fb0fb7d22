import TandemFiles
import TandemPacking
import TandemPolicy
import TandemRegistry
import TestSupport

@testable import TandemAllocation

/// The example cohort, read once.
let example: Cohort = {
  do { return try CohortReader(threads: 2).read(dataFolder + "/example").usable() } catch {
    fatalError("\(error)")
  }
}()

/// A policy for plans, with what a test wants changed.
func policy(_ change: (inout AllocationChoices) -> Void = { _ in }) -> Policy {
  var policy = standard
  change(&policy.allocation)
  return policy
}

private let standard: Policy = {
  do throws(Problems) { return try Policy.read("balanced") } catch { fatalError("\(error)") }
}()

extension Cohort {
  /// Some people of the example, changed at will.
  static func of(
    _ donors: [String], _ recipients: [String], change: (inout Cohort) -> Void = { _ in }
  ) -> Cohort {
    let entries = recipients.enumerated().flatMap { place, id in
      let own = example.recipients.firstIndex { $0.id == id }!
      return example.antibodies.of(own).map { (recipient: place, antibody: $0) }
    }
    let register = AntibodyRegister(recipientCount: recipients.count, entries: entries)
    var cohort = Cohort(
      donors: donors.map { id in example.donors.first { $0.id == id }! },
      recipients: recipients.map { id in example.recipients.first { $0.id == id }! },
      centres: example.centres, antibodies: register)
    change(&cohort)
    return cohort
  }
}

/// A judged and solved problem.
struct Solved {
  let setting: AllocationSetting
  let donors: [DonorOffers]
  let model: AllocationModel
  let result: AllocationResult
  let plan: AllocationPlan

  init(_ cohort: Cohort, _ policy: Policy, _ order: AllocationOrder = AllocationOrder()) throws {
    let setting = AllocationSetting(cohort, policy, order)
    try self.init(setting, cohort.donors.indices.map { DonorOffers(explaining: $0, in: setting) })
  }

  init(_ setting: AllocationSetting, _ donors: [DonorOffers]) throws {
    self.setting = setting
    self.donors = donors
    model = AllocationModel(setting, donors)
    result = try model.solve(.init(gap: 0))
    plan = PlanBuilder(model, result).plan()
  }

  /// `D01>R001@5000`, in order.
  var words: [String] { plan.assignments.map { "\($0.donor)>\($0.recipient)@\($0.level)" } }
}
