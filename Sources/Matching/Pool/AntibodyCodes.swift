import TandemHLA

/// The different antibodies of the recipients, numbered by target and by their strength for each graft. A
/// person's list is a count and so many numbers in one array; place 0 holds the empty list.
struct AntibodyCodes: Sendable {
  /// A target, and two bits a graft: 0 negligible, 1 weak, 2 strong.
  struct Code: Sendable {
    let specificity: Specificity
    let strengths: UInt8
  }

  /// The antibodies by their numbers.
  private(set) var all: [Code] = []
  /// The lists.
  private(set) var lists: [UInt16] = [0]
  private var numbers = WordLists()
  private let grafts: [AntibodyLimits]

  init(_ grafts: [AntibodyLimits]) { self.grafts = Array(grafts.prefix(4)) }

  /// Puts the list of a person down and tells its place; nil when there are too many different ones.
  mutating func append(_ antibodies: ArraySlice<Antibody>) -> UInt32? {
    guard let place = UInt32(exactly: lists.count) else { return nil }
    let start = lists.count + 1
    for antibody in antibodies {
      let strengths = strengths(of: antibody)
      if strengths == 0 { continue }
      guard let number = number(of: antibody.specificity, strengths) else {
        lists.removeSubrange(Int(place)...)
        return nil
      }
      if lists.count < start { lists.append(0) }
      if !lists[start...].contains(number) { lists.append(number) }
    }
    if lists.count < start { return 0 }
    guard let count = UInt16(exactly: lists.count - start) else {
      lists.removeSubrange(Int(place)...)
      return nil
    }
    lists[Int(place)] = count
    return place
  }

  /// Puts the lists in another order: those at `places`, one after the other. Tells their new places.
  mutating func arrange(_ places: [UInt32]) -> [UInt32] {
    var arranged: [UInt16] = [0]
    arranged.reserveCapacity(lists.count)
    var found = places
    for index in places.indices where places[index] != 0 {
      let place = Int(places[index])
      found[index] = UInt32(arranged.count)
      arranged.append(contentsOf: lists[place...place + Int(lists[place])])
    }
    lists = arranged
    return found
  }

  private func strengths(of antibody: Antibody) -> UInt8 {
    var strengths: UInt8 = 0
    for graft in grafts.indices {
      let strength = grafts[graft].strength(of: antibody)
      let bits: UInt8 = strength == .negligible ? 0 : strength == .weak ? 1 : 2
      strengths |= bits << UInt8(2 * graft)
    }
    return strengths
  }

  private mutating func number(of specificity: Specificity, _ strengths: UInt8) -> UInt16? {
    let number = withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 3) { words in
      words[0] = specificity.alpha?.bits ?? 0
      words[1] = specificity.name.bits
      words[2] = UInt64(strengths)
      return numbers.number(of: UnsafeBufferPointer(words))
    }
    if numbers.count > all.count { all.append(Code(specificity: specificity, strengths: strengths)) }
    return number
  }
}
