import TandemAllocation
import TandemFiles
import TandemMatching
import TandemPacking
import TandemPolicy
import TandemRegistry
import TandemReporting
import TandemTerminal

/// From a cohort whose pairs are too many to be held to a plan, and back to a check of it.
struct LargeRun {
  private let setting: AllocationSetting
  private let pool: LargePool
  private let threads: Int

  init(_ setting: AllocationSetting, threads: Int, _ console: Console) {
    self.setting = setting
    self.threads = threads
    pool = console.progress("Packing the pool") { _ in
      LargePool(setting, Pool(setting.cohort, under: setting.policy, threads: threads), threads: threads)
    }
  }

  /// Searches, and describes what was found. The line on the terminal says what was done last and how far bound
  /// and value are apart.
  func plan(
    _ request: SolveRequest, scenarios: Int, _ console: Console
  ) -> (AllocationPlan, [LargePool.Stage]) {
    var stages: [LargePool.Stage] = []
    let objective = setting.policy.allocation.objectives[0]
    let result = console.progress("Searching") { progress in
      pool.solve(request) { stage in
        stages.append(stage)
        var words = "Searching (\(stage.name)"
        if let value = stage.value { words += ", value \(objective.amount(value).rounded())" }
        if let bound = stage.bound { words += ", bound \(objective.amount(bound).rounded())" }
        if let bound = stage.bound, let value = stage.value {
          let percent = (relativeGap(bound: bound, value: value) * 1_000_000).rounded() / 10_000
          words += ", gap \(percent) %"
        }
        progress.enter(words + ")")
        progress.reach(stage.passes)
      }
    }
    let model = model(of: result.chosen ?? [], console)
    var plan = console.progress("Describing the plan") { _ in
      PlanBuilder(model, result, threads: threads).plan()
    }
    describe(&plan, model, scenarios: scenarios, seed: request.seed, console)
    return (plan, stages)
  }

  /// Adds the scenarios, and who was left out.
  func describe(
    _ plan: inout AllocationPlan, _ model: AllocationModel, scenarios: Int, seed: UInt64, _ console: Console
  ) {
    if scenarios > 0, !plan.assignments.isEmpty {
      plan.addScenarios(scenarios, seed: seed, model, threads: threads)
    }
    console.progress("Saying why the others were left out") { _ in plan.addLeftOut(model, threads: threads) }
  }

  /// The model by which a plan is described. Whoever presses Ctrl-C wants the plan without the standbys.
  private func model(of chosen: [Offer], _ console: Console) -> AllocationModel {
    console.progress("Naming standbys", of: setting.cohort.donors.count) { progress in
      pool.model(of: chosen, threads: threads, isCancelled: { Interruption.isRequested }) {
        progress.reach($0)
      }
    }
  }

  /// What does not hold in a plan's file, and what each donor is worth at the certificate's prices.
  func faults(
    in plan: PlanDocument, _ certificate: CertificateDocument?, _ console: Console
  ) -> (faults: [String], donorWorths: [Int64]?) {
    console.progress("Checking the plan over all pairs") { _ in
      var worths: [Int64]?
      let verifier = PlanVerifier(setting, pool, threads: threads)
      let faults = verifier.faults(in: plan, certificate, donorWorths: &worths)
      return (faults, worths)
    }
  }

  /// The model by which a plan's file is described anew.
  func model(of plan: PlanDocument, _ console: Console) -> AllocationModel {
    let chosen = pool.offers(in: plan)
    if plan.namesStandbys { return model(of: chosen, console) }
    return pool.model(of: chosen, threads: threads, isCancelled: { true })
  }
}
