/// Owners that fall apart into blocks once a few couplings are priced: the bordered block-diagonal form of a problem
/// (Bergner, Caprara, Ceselli, Furini, Luebbecke, Malaguti, Traversi 2015 look for it in any model; here owners and
/// claimants show it).
///
/// Two owners belong together when somebody could be served by either. A coupling that few blocks use joins them; one
/// that would leave a block too large is a *link* between blocks.
struct Blocks {
  /// Blocks of owners, each in rising order, in the order of their first owners. Owners without slots are in none.
  var owners: [[Int]]
  /// The couplings that tie blocks, in rising order.
  var links: [Int]

  /// The blocks of a layout, small ones joined to `smallest` owners; nil where there are fewer than `least`, or one holds
  /// more than half of the slots. Costs a pass over the slots.
  init?(_ layout: Layout, least: Int, smallest: Int) {
    var sets = DisjointOwners(layout)
    var owner = [Int](repeating: -1, count: layout.claimantCount)
    for slot in 0..<layout.slotCount {
      let claimant = Int(layout.claimant[slot])
      if owner[claimant] < 0 {
        owner[claimant] = Int(layout.owner[slot])
      } else {
        sets.join(owner[claimant], Int(layout.owner[slot]))
      }
    }
    // Which owners each coupling touches, one of each set.
    var touched = [[Int]](repeating: [], count: layout.couplingCount)
    var seen = [Set<Int>](repeating: [], count: layout.couplingCount)
    var last = [Int](repeating: -1, count: layout.couplingCount)
    for slot in 0..<layout.slotCount {
      let its = Int(layout.owner[slot])
      for position in layout.couplings(of: slot) {
        let row = Int(layout.couplingRow[position])
        if last[row] == its { continue }
        last[row] = its
        if seen[row].insert(sets.head(its)).inserted { touched[row].append(its) }
      }
    }
    links = []
    let most = layout.slotCount / least
    for row in touched.indices.sorted(by: { (touched[$0].count, $0) < (touched[$1].count, $1) }) {
      let heads = Set(touched[row].map { sets.head($0) })
      if heads.count <= 1 { continue }
      if heads.reduce(0, { $0 + sets.size[$1] }) > most {
        links.append(row)
      } else {
        for its in touched[row].dropFirst() { sets.join(touched[row][0], its) }
      }
    }
    links.sort()
    var place: [Int: Int] = [:]
    owners = []
    for its in 0..<layout.ownerCount where !layout.slots(of: its).isEmpty {
      let head = sets.head(its)
      if let known = place[head] {
        owners[known].append(its)
      } else {
        place[head] = owners.count
        owners.append([its])
      }
    }
    joinSmall(smallest)
    let greatest = owners.map { $0.reduce(0) { $0 + layout.slots(of: $1).count } }.max() ?? 0
    if owners.count < least || greatest * 2 > layout.slotCount { return nil }
  }

  /// Blocks of few owners are joined, in their order, since each costs a start of its own.
  private mutating func joinSmall(_ smallest: Int) {
    var joined: [[Int]] = []
    var open: [Int] = []
    for block in owners {
      if block.count >= smallest {
        joined.append(block)
        continue
      }
      open += block
      if open.count >= smallest {
        joined.append(open.sorted())
        open = []
      }
    }
    if !open.isEmpty { joined.append(open.sorted()) }
    owners = joined.sorted { $0[0] < $1[0] }
  }
}

/// Owners in sets, with how many slots each set has (union by size, paths halved: Tarjan 1975).
private struct DisjointOwners {
  private var parent: [Int]
  private(set) var size: [Int]

  init(_ layout: Layout) {
    parent = Array(0..<layout.ownerCount)
    size = parent.map { layout.slots(of: $0).count }
  }

  mutating func head(_ owner: Int) -> Int {
    var at = owner
    while parent[at] != at {
      parent[at] = parent[parent[at]]
      at = parent[at]
    }
    return at
  }

  mutating func join(_ one: Int, _ other: Int) {
    let one = head(one)
    let other = head(other)
    if one == other { return }
    let (large, small) = size[one] >= size[other] ? (one, other) : (other, one)
    parent[small] = large
    size[large] += size[small]
  }
}
