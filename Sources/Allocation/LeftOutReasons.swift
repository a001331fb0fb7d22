import TandemClinic
import TandemPolicy
import TandemRegistry

/// The main reason of each person whom a plan of a large pool leaves out, in a few bytes.
public struct LeftOutReasons: Sendable {
  /// What a person of a place in the cohort is left out for: a rule, or what stood in the way. Nil for those who are
  /// served.
  public subscript(recipient: Int) -> String? { of[recipient] < 0 ? nil : names[Int(of[recipient])] }

  private var names: [String] = []
  private var of: [Int16]

  /// Where there was an offer, what lacked follows from `standing`; otherwise the rule that is in the way counts. The
  /// order of the questions is that of `LeftOutList`.
  init(_ setting: AllocationSetting, _ standing: [Standing], served: Set<Int32>, threads: Int) {
    of = Array(repeating: -1, count: standing.count)
    var barred: [Int32] = []
    var numbers: [String: Int16] = [:]
    for (index, standing) in standing.enumerated() where !served.contains(Int32(index)) {
      if !standing.contains(.isOpen) {
        barred.append(Int32(index))
      } else if !standing.contains(.fits) {
        note("donors_used", for: index, &numbers)
      } else if !standing.contains(.hasBed) {
        note("beds", for: index, &numbers)
      } else {
        note(standing.contains(.hasRun) ? "gap" : "isolation_runs", for: index, &numbers)
      }
    }
    for (index, bar) in zip(barred, Bar.main(of: barred, in: setting, threads: threads)) {
      note(bar?.rule.name ?? "decided", for: Int(index), &numbers)
    }
  }

  private mutating func note(_ reason: String, for index: Int, _ numbers: inout [String: Int16]) {
    if let number = numbers[reason] {
      of[index] = number
      return
    }
    let number = Int16(names.count)
    names.append(reason)
    numbers[reason] = number
    of[index] = number
  }

  /// How many people there are for each reason.
  var counts: [String: Int] {
    var counts = [Int](repeating: 0, count: names.count)
    for number in of where number >= 0 { counts[Int(number)] += 1 }
    return Dictionary(uniqueKeysWithValues: zip(names, counts))
  }
}
