import TandemChance

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Instance {
  /// The dose levels in IEQ/kg (the protocols' 5,000 and 10,000 and the middle between) and what the middle
  /// and the highest add to the value of the lowest. The increments are *assumed*, and concave: the second
  /// 2,500 IEQ/kg bring less than the first.
  static let levels: [(ieqPerKg: Double, factor: Double)] = [(5_000, 1), (7_500, 1.22), (10_000, 1.36)]

  /// Makes an instance. The same arguments give the same instance on every machine.
  ///
  /// What is drawn, and from what:
  /// - weight: normal, mean 74 kg, SD 14, cut to 45 ... 110 (*assumed*);
  /// - blood group: O 45 %, A 40 %, B 11 %, AB 4 % (rounded; *assumed* the same for both sides);
  /// - sensitisation: 60 % none, 30 % uniform up to 85 %, 10 % between 85 and 99.5 %, in the dense family
  ///   93, 4 and 3 % (*assumed*); a pair fails the crossmatch with that probability;
  /// - islet yield: lognormal with SD / mean = 0.33, the mean such that the family's number of people can
  ///   be served (real yields of about 480,000 IEQ serve fewer; the families are about the solvers);
  /// - CD34+ cells: lognormal with SD / mean = 0.4 and a floor of 3 or 4 million a kg;
  /// - value: urgency and waiting time of the person, match of the pair, times the level's factor.
  ///
  /// With fewer `levels`, only the lowest doses are options; `isPlain` leaves out beds and shares. Such instances are
  /// easier, and people, donors and pairs the same.
  public static func generate(
    _ family: Family, recipients: Int, donors: Int, seed: UInt64, levels: Int = 3, isPlain: Bool = false
  ) -> Instance {
    let kind = (levels < 3 ? "-l\(levels)" : "") + (isPlain ? "-plain" : "")
    var instance = Instance(
      name: "\(family.rawValue)\(kind)-\(recipients)x\(donors)-s\(seed)", recipientCount: recipients)
    let people = People(recipients, family, donors: donors, seed: seed)
    instance.centre = people.centre
    instance.groups = people.groups
    if !isPlain {
      instance.shares = [(group: 0, numerator: 2, denominator: 5), (group: 1, numerator: 1, denominator: 25)]
    }
    var chance = SplitMix(seed: seed, key: 2)
    for _ in 0..<donors {
      instance.isletYield.append(
        Int64(chance.lognormal(mean: family.servedByOneDonor * 5_000 * 74, relativeSD: 0.33)))
      instance.cd34Yield.append(
        Int64(chance.lognormal(mean: family.servedByOneDonor * 35 * 74 * 1.1, relativeSD: 0.4)))
    }
    if !isPlain { instance.drawBeds(family, &chance) }
    instance.drawOptions(family, people, seed, levels)
    return instance
  }

  /// Beds in proportion to each centre's people, some short and some with room to spare.
  private mutating func drawBeds(_ family: Family, _ chance: inout SplitMix) {
    let centres = (centre.max() ?? 0) + 1
    var people = [Int](repeating: 0, count: centres)
    for c in centre { people[c] += 1 }
    let expected = family.servedByOneDonor * Double(isletYield.count)
    for c in 0..<centres {
      let share = Double(people[c]) / Double(recipientCount)
      beds.append(Int64((expected * share * (0.8 + 0.6 * chance.unit())).rounded(.up)))
    }
  }

  private mutating func drawOptions(_ family: Family, _ people: People, _ seed: UInt64, _ levels: Int) {
    for donor in isletYield.indices {
      var chance = SplitMix(seed: seed, key: 3, UInt64(donor))
      let blood = BloodGroup.draw(&chance)
      let region = donor % people.byRegion.count
      for recipient in people.byRegion[region] {
        guard blood.canGive(to: people.blood[recipient]), !chance.flip(people.sensitisation[recipient]),
          chance.flip(family.otherwiseAcceptable)
        else { continue }
        let match = 60 * chance.unit() * chance.unit()
        let worth = people.urgency[recipient] + match
        let kg = people.weightKg[recipient]
        for (level, dose) in Instance.levels.prefix(levels).enumerated() {
          let islets = Int64(dose.ieqPerKg * kg)
          let cd34 = people.cd34Floor[recipient]
          guard islets <= isletYield[donor], cd34 <= cd34Yield[donor] else { break }
          options.append(
            Option(
              donor: Int32(donor), recipient: Int32(recipient), level: Int32(level),
              value: Int64((100 * worth * dose.factor).rounded()), islets: islets, cd34: cd34))
        }
      }
    }
  }
}

/// The recipients as they are drawn.
struct People {
  var weightKg: [Double] = []
  var blood: [BloodGroup] = []
  var sensitisation: [Double] = []
  var urgency: [Double] = []
  var cd34Floor: [Int64] = []
  var centre: [Int] = []
  var groups: [UInt64] = []
  var byRegion: [[Int]]

  init(_ count: Int, _ family: Family, donors: Int, seed: UInt64) {
    let regions = max(1, min(donors, (count + family.reach - 1) / family.reach))
    // Two centres a region keep the bed rows few, as transplant centres are.
    let centresPerRegion = 2
    byRegion = Array(repeating: [], count: regions)
    for person in 0..<count {
      var chance = SplitMix(seed: seed, key: 1, UInt64(person))
      let region = person % regions
      byRegion[region].append(person)
      centre.append(region * centresPerRegion + chance.index(below: centresPerRegion))
      let weight = min(110, max(45, 74 + 14 * chance.normal()))
      weightKg.append((weight * 10).rounded() / 10)
      blood.append(BloodGroup.draw(&chance))
      let kind = chance.unit()
      let level = chance.unit()
      let (none, notHigh) = family.sensitisation
      sensitisation.append(kind < none ? 0 : kind < notHigh ? 0.85 * level : 0.85 + 0.145 * level)
      urgency.append(20 + 80 * chance.unit() * chance.unit())
      // 3 million a kg, and 4 million for those whose graft is at more risk; in units of 100,000 cells.
      let perKg = kind < notHigh ? 30.0 : 40.0
      cd34Floor.append(Int64((perKg * weightKg[person]).rounded(.up)))
      groups.append((blood[person] == .o ? 1 : 0) | (kind >= notHigh ? 2 : 0))
    }
  }
}

/// ABO.
enum BloodGroup {
  case o, a, b, ab

  static func draw(_ chance: inout SplitMix) -> BloodGroup {
    let at = chance.unit()
    return at < 0.45 ? .o : at < 0.85 ? .a : at < 0.96 ? .b : .ab
  }

  func canGive(to other: BloodGroup) -> Bool { self == .o || self == other || other == .ab }
}

extension SplitMix {
  /// A standard normal number (Box and Muller 1958), from two uniform ones.
  mutating func normal() -> Double {
    let radius = (-2 * log(1 - unit())).squareRoot()
    return radius * cos(2 * .pi * unit())
  }

  /// A lognormal number with the given mean and SD / mean.
  mutating func lognormal(mean: Double, relativeSD: Double) -> Double {
    let variance = log(1 + relativeSD * relativeSD)
    return mean * exp(-variance / 2 + variance.squareRoot() * normal())
  }
}
