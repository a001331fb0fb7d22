import TandemChance
import TandemRegistry

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The centres of a cohort: where they lie, how large they are, and where donor hospitals lie around them.
struct CentreMap: Sendable {
  /// A point in degrees.
  struct Place: Sendable {
    let latitude: Double
    let longitude: Double
  }

  private let profile: MapProfile
  private let transplant: Weights<Int>
  private let places: [Place]

  /// Kilometres in a degree of latitude, on a sphere with the mean radius of the Earth.
  private static let kmPerDegree = 6371.0088 * Double.pi / 180
  /// Places from which the one farthest from the others is taken.
  private static let candidates = 6

  init(_ profile: MapProfile, seed: UInt64) {
    self.profile = profile
    let ranks = 0..<profile.transplantCentres
    transplant = Weights(Array(ranks), ranks.map { pow(Double($0 + 1), -profile.sizeSkew) })
    var places: [Place] = []
    for number in 0..<(profile.transplantCentres + profile.isolationLaboratories) {
      var chance = Streams(seed: seed, .centre, number)[.place]
      places.append(CentreMap.place(apartFrom: places, profile, &chance))
    }
    self.places = places
  }

  /// A draw of a transplant centre, larger ones more often.
  func transplantCentre(_ chance: inout SplitMix) -> Int { transplant.sample(&chance) }

  /// The identifier of a transplant centre.
  func id(of centre: Int) -> String { CentreMap.id("T", centre + 1, 3) }

  /// The quarter of the map in which a transplant centre lies, as a group of recipients.
  func region(of centre: Int) -> String {
    let place = places[centre]
    let isNorth = place.latitude * 2 >= profile.latitudes.lowerBound + profile.latitudes.upperBound
    let isWest = place.longitude * 2 < profile.longitudes.lowerBound + profile.longitudes.upperBound
    return "region-\(isNorth ? "north" : "south")-\(isWest ? "west" : "east")"
  }

  /// A donor hospital: near a centre, and within the map, from whose border it is thrown back. Degrees to four
  /// places, about ten metres.
  func hospital(_ chance: inout SplitMix) -> Place {
    let centre = places[transplantCentre(&chance)]
    let north = chance.normal() * profile.hospitalScatterKm / CentreMap.kmPerDegree
    let east = chance.normal() * profile.hospitalScatterKm / CentreMap.kmPerDegree
    return CentreMap.place(
      CentreMap.thrownBack(centre.latitude + north, profile.latitudes),
      CentreMap.thrownBack(centre.longitude + east / cos(centre.latitude * .pi / 180), profile.longitudes))
  }

  /// The rows of `centres.csv`, with beds and runs for a number of donors.
  func centres(donors: Int) -> [Centre] {
    let laboratories = profile.isolationLaboratories
    return places.enumerated().map { number, place in
      let isTransplant = number < profile.transplantCentres
      var centre = Centre(
        id: isTransplant ? id(of: number) : CentreMap.id("L", number - profile.transplantCentres + 1, 3))
      centre.latitude = place.latitude
      centre.longitude = place.longitude
      centre.kind = isTransplant ? .transplant : .isolation
      if isTransplant {
        centre.conditioningBeds = max(
          1, (profile.bedsPerDonor * Double(donors) * transplant.shares[number]).rounded())
      } else {
        centre.isolationRuns = max(
          1, (profile.runsPerDonor * Double(donors) / Double(laboratories)).rounded())
      }
      return centre
    }
  }

  /// `letter` and `number` with leading zeros: the same width for everybody, so that text order is number
  /// order.
  static func id(_ letter: String, _ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return letter + String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// The one of a few places that lies farthest from those before (best-candidate sampling; Mitchell,
  /// SIGGRAPH 1991), so that no two centres share a street.
  private static func place(apartFrom others: [Place], _ profile: MapProfile, _ chance: inout SplitMix)
    -> Place
  {
    var best: (place: Place, distance: Double)?
    for _ in 0..<candidates {
      let place = place(
        profile.latitudes.lowerBound + chance.unit()
          * (profile.latitudes.upperBound - profile.latitudes.lowerBound),
        profile.longitudes.lowerBound + chance.unit()
          * (profile.longitudes.upperBound - profile.longitudes.lowerBound))
      let distance = others.map { square($0, place) }.min() ?? .infinity
      if distance > best?.distance ?? -1 { best = (place, distance) }
    }
    return best!.place
  }

  /// Squared distance in degrees, which is enough to compare.
  private static func square(_ one: Place, _ other: Place) -> Double {
    let north = one.latitude - other.latitude
    let east = (one.longitude - other.longitude) * cos(one.latitude * .pi / 180)
    return north * north + east * east
  }

  /// `value` mirrored at the bounds, and at most at the farther one.
  private static func thrownBack(_ value: Double, _ range: ClosedRange<Double>) -> Double {
    var value = value
    if value < range.lowerBound { value = 2 * range.lowerBound - value }
    if value > range.upperBound { value = 2 * range.upperBound - value }
    return min(max(value, range.lowerBound), range.upperBound)
  }

  private static func place(_ latitude: Double, _ longitude: Double) -> Place {
    Place(latitude: rounded(latitude, to: 0.0001), longitude: rounded(longitude, to: 0.0001))
  }
}
