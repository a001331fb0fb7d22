/// The serological specificities of the WHO nomenclature, as numbers within their systems.
///
/// Source: Marsh SGE et al., "Nomenclature for factors of the HLA system, 2010", Tissue Antigens
/// 75:291-455, table of officially recognised HLA specificities; associated antigens included.
enum Antigens {
  private static let a: [Int] = [
    1, 2, 3, 9, 10, 11, 19, 23, 24, 25, 26, 28, 29, 30, 31, 32, 33, 34, 36, 43, 66, 68, 69, 74, 80, 203, 210,
    2403,
  ]
  private static let b: [Int] = [
    5, 7, 8, 12, 13, 14, 15, 16, 17, 18, 21, 22, 27, 35, 37, 38, 39, 40, 41, 42, 44, 45, 46, 47, 48, 49, 50,
    51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63, 64, 65, 67, 70, 71, 72, 73, 75, 76, 77, 78, 81, 82,
    83, 703, 804, 1304, 2708, 3901, 3902, 4005, 5102, 5103, 7801, 8201,
  ]
  private static let cw: [Int] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 17, 18]
  private static let dr: [Int] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 51, 52, 53, 103, 1403, 1404,
  ]
  private static let dq: [Int] = [1, 2, 3, 4, 5, 6, 7, 8, 9]
  private static let dp: [Int] = [1, 2, 3, 4, 5, 6]

  /// The numbers of a system, ascending.
  static func numbers(_ system: HLAName.System) -> [Int] {
    switch system {
    case .a: a
    case .b: b
    case .bw: [4, 6]
    case .cw: cw
    case .dr: dr
    case .dq: dq
    case .dp: dp
    }
  }

  /// The antigen of that number, when the nomenclature has it. A number that begins with a zero, told by
  /// more `digits` than it needs, is none. `Bw` before a number other than 4 and 6 is the old workshop form
  /// of a B antigen.
  static func named(_ system: HLAName.System, _ number: Int, digits: Int) -> HLAName? {
    let needed = number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4
    guard digits == needed, number > 0 else { return nil }
    if numbers(system).contains(number) { return HLAName(system, number) }
    return system == .bw && b.contains(number) ? HLAName(.b, number) : nil
  }
}
