import TandemChance
import TandemClinic
import TandemFiles
import TandemPolicy

/// What one protocol would do with one donor, as plain numbers: what the offers of a donor are worked out from,
/// hundreds of times.
struct DonorPlan {
  /// A dose level, rising in islets.
  struct Level {
    let isletIEQPerKg: Double
    let cd34PerKg: Double
  }

  let levels: [Level]
  let cd34FloorPerKg: Double
  /// The islets and the CD34+ cells that the donor really has at infusion; nil where nobody knows what to expect.
  let isletIEQ: Double?
  let cd34Cells: Double
  /// Days from the offer to the infusions, and to the first day in a bed.
  let isletsAfterDays: Double
  let stemCellsAfterDays: Double
  let bedAfterDays: Double

  /// The plan of a donor whose yields stand at `isletRank` and `cd34Rank` among what is expected of them.
  init(_ plan: ProtocolPlan, isletRank: Double, cd34Rank: Double) {
    let transplant = plan.transplant
    levels = transplant.levels.map {
      Level(isletIEQPerKg: $0.isletIEQPerKg.value, cd34PerKg: $0.cd34PerKg.value)
    }
    cd34FloorPerKg = transplant.stemCells.cd34Floor.value
    isletIEQ = plan.islets.supply.map { $0.amount.quantile(isletRank) }
    cd34Cells = plan.stemCells.cd34.amount.quantile(cd34Rank)
    isletsAfterDays = plan.schedule.isletsAfterHours / 24
    stemCellsAfterDays = plan.schedule.stemCellsAfterHours / 24
    // From the first treatment on. Day 0 is the day of the islets.
    let treatments = transplant.steps.filter { $0.kind == .treatment }.map(\.day.value)
    bedAfterDays = isletsAfterDays + (treatments.min() ?? transplant.stemCellDay) - transplant.isletDay
  }
}
