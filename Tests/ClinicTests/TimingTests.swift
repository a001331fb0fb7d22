import TandemChance
import TandemClinic
import TandemFiles
import TandemRegistry
import TestSupport
import Testing

@Suite("Timing")
struct TimingTests {
  private let clinic = ClinicTests.clinic()

  private func timing(_ name: String, _ change: (inout Donor) -> Void = { _ in }) -> Assessment {
    var donor = fitDonor()
    change(&donor)
    return clinic.assessTiming(of: donor, under: shipped(name), laboratory: laboratory, .explain)
  }

  @Test("Great-circle distances agree with published ones")
  func distances() {
    let london = Place(latitude: 51.4700, longitude: -0.4543)
    let newYork = Place(latitude: 40.6413, longitude: -73.7781)
    // Heathrow to John F. Kennedy, about 5,540 km.
    #expect(abs(london.kilometres(to: newYork) - 5540) < 10)
    #expect(london.kilometres(to: london) == 0)
    let pole = Place(latitude: 90, longitude: 0)
    let equator = Place(latitude: 0, longitude: 77)
    #expect(abs(pole.kilometres(to: equator) - 6371.0088 * .pi / 2) < 1e-9)
    let antipodes = Place(latitude: 0, longitude: 0).kilometres(to: Place(latitude: 0, longitude: 180))
    #expect(abs(antipodes - 6371.0088 * .pi) < 1e-9)
  }

  @Test("Distance is symmetric and keeps the triangle inequality")
  func metric() {
    withEvery(2_000) { chance in
      func place() -> Place {
        Place(latitude: -90 + 180 * chance.unit(), longitude: -180 + 360 * chance.unit())
      }
      let (a, b, c) = (place(), place(), place())
      try hold(abs(a.kilometres(to: b) - b.kilometres(to: a)) < 1e-6, "\(a) \(b)")
      try hold(a.kilometres(to: c) <= a.kilometres(to: b) + b.kilometres(to: c) + 1e-6, "\(a) \(b) \(c)")
    }
  }

  @Test("A journey is distance over speed plus the fixed hours; far ones go by air")
  func journeys() {
    let near = shippedRules.transport.journey(
      from: Place(latitude: 0, longitude: 0), to: Place(latitude: 0, longitude: 1))
    #expect(near.mode == "road")
    #expect(abs(near.hours - (111.195 / 65 + 0.5)) < 1e-3)
    #expect(near.words == "111 km by road at 65 km/h + 0.5 h = 2.2 h")
    let far = shippedRules.transport.journey(
      from: Place(latitude: 0, longitude: 0), to: Place(latitude: 0, longitude: 10))
    #expect(far.mode == "air")
    #expect(abs(far.hours - (1111.95 / 550 + 2.5)) < 1e-3)
  }

  @Test("Fresh islets cannot wait for an anti-CD117 lead-in, and the arithmetic says by how much")
  func antiCD117() throws {
    let assessment = timing("stanford-derived")
    let lead = try reason("timing.lead_in", in: assessment)
    #expect(lead.verdict == .fail)
    // 36 km: 1 h recovery + 0.5 h + 0.6 h; 6 h isolation; 72 h culture; 240 h lead-in.
    #expect(
      lead.detail
        == "The lead-in takes 240.0 h before the islets (anti-CD117 antibody on day -10), from 0.0 h after cross-clamp. "
        + "Fresh islets last 2.1 h cold ischaemia + 6.0 h isolation + 72.0 h culture = 80.1 h after cross-clamp: "
        + "159.9 h too short.")
    #expect(lead.basis?.kind == .assumption)
    #expect(timing("both-banked") { $0.availableUntil = Instant(seconds: 1_790_000_000) }.verdict == .pass)
  }

  @Test(
    "The templates that are feasible today fit a near donor",
    arguments: ["simultaneous", "islets-first", "delayed", "mdr-101-pattern"])
  func feasible(name: String) {
    let assessment = timing(name)
    #expect(assessment.verdict == .pass, "\(assessment.failures) \(assessment.reviews)")
  }

  @Test("The islets wait in culture for the conditioning, and at least as long as the protocol wants")
  func culture() throws {
    let donor = fitDonor()
    let simultaneous = clinic.schedule(of: donor, under: shipped("simultaneous"), laboratory: laboratory)
    let cold = try #require(simultaneous.coldIschaemiaHours)
    #expect(abs(try #require(simultaneous.cultureHours) - (48 - 6 - cold)) < 1e-9)
    #expect(abs(simultaneous.isletsAfterHours - 48) < 1e-9)
    let first = clinic.schedule(of: donor, under: shipped("islets-first"), laboratory: laboratory)
    #expect(first.cultureHours == 24)
    #expect(abs(first.stemCellsAfterHours - first.isletsAfterHours - 11 * 24) < 1e-9)
    #expect(first.isThawed)
    #expect(!simultaneous.isThawed)
    let banked = clinic.schedule(of: donor, under: shipped("both-banked"), laboratory: laboratory)
    #expect(banked.cultureHours == nil)
    #expect(banked.isletsAfterHours == 288)
  }

  @Test("Cold ischaemia: at most 12 h passes, beyond 8 h is flagged, beyond 12 h fails")
  func coldIschaemia() throws {
    func reasonFor(eastward degrees: Double) throws -> Reason {
      try reason(
        "timing.cold_ischaemia", in: timing("islets-first") { $0.longitude = laboratory.longitude + degrees })
    }
    let near = try reasonFor(eastward: 1)
    #expect(near.verdict == .pass)
    #expect(!near.isFlagged)
    let far = try reasonFor(eastward: 45)
    #expect(far.verdict == .pass)
    #expect(far.isFlagged)
    #expect(far.detail.contains("preferred at most 8 h"))
    #expect(try reasonFor(eastward: 90).verdict == .fail)
  }

  @Test("An unknown place is a review of all that depends on it, and is named")
  func unknownPlace() throws {
    let assessment = timing("islets-first") {
      $0.latitude = nil
      $0.longitude = nil
    }
    #expect(assessment.verdict == .review)
    #expect(assessment.missing == ["donors.latitude", "donors.longitude"])
    #expect(
      assessment.reviews.map(\.rule) == ["timing.cold_ischaemia", "timing.bones", "timing.available_until"])
    #expect(try reason("timing.lead_in", in: assessment).verdict == .pass)
    let noLaboratory = clinic.assessTiming(
      of: fitDonor(), under: shipped("islets-first"), laboratory: nil, .explain)
    #expect(noLaboratory.missing == ["laboratory"])
    // Even the longest cold ischaemia allowed would not be enough: that is a fail without any journey.
    let hopeless = clinic.assessTiming(
      of: fitDonor(), under: shipped("stanford-derived"), laboratory: nil, .explain)
    #expect(try reason("timing.lead_in", in: hopeless).verdict == .fail)
  }

  @Test("Bones: 1 h warm and the cold hours together stay under 40 h; frozen cells are past that")
  func bones() throws {
    let bones = try reason("timing.bones", in: timing("islets-first"))
    #expect(
      bones.detail.hasPrefix(
        "Ischaemia of the bones is 1.0 h warm + 2.1 h cold = 3.1 h; required is below 40 h"))
    let frozen = timing("islets-first") { $0.hscForm = .cryopreserved }
    #expect(try reason("timing.bones", in: frozen).detail.contains("frozen already"))
    #expect(!frozen.reasons.contains { $0.rule == "timing.bone_warm" })
    let warm = try reason("timing.bone_warm", in: timing("islets-first"))
    #expect(warm.detail.contains("assumption: "))
  }

  @Test("The donor's own window ends the wait")
  func window() throws {
    let late = timing("simultaneous") { $0.availableUntil = Instant(seconds: 1_780_000_000 + 47 * 3600) }
    let until = try reason("timing.available_until", in: late)
    #expect(until.verdict == .fail)
    #expect(until.remedy == "availability until 2026-05-30T20:26:40Z")
    #expect(
      timing("simultaneous") { $0.availableUntil = Instant(seconds: 1_780_000_000 + 48 * 3600) }.verdict
        == .pass)
    #expect(timing("simultaneous") { $0.availableUntil = nil }.missing == ["donors.available_until"])
  }

  @Test("Frozen stem cells cannot be given as fresh; fresh ones can be frozen when they are wanted late")
  func forms() throws {
    let custom = try TransplantProtocol.read(
      DataDocument(text: protocolText("simultaneous", replacing: "form: \"either\"", by: "form: \"fresh\"")))
    func verdict(_ form: HSCForm?) throws -> Verdict {
      var donor = fitDonor()
      donor.hscForm = form
      let assessment = clinic.assessTiming(of: donor, under: custom, laboratory: laboratory, .explain)
      return try reason("timing.stem_cells", in: assessment).verdict
    }
    #expect(try verdict(.fresh) == .pass)
    #expect(try verdict(.cryopreserved) == .fail)
    #expect(try verdict(nil) == .review)
    let unplaced = clinic.assessTiming(of: fitDonor(), under: custom, laboratory: nil, .explain)
    #expect(try reason("timing.stem_cells", in: unplaced).verdict == .review)
    var donor = fitDonor()
    donor.hscForm = .cryopreserved
    #expect(clinic.schedule(of: donor, under: shipped("simultaneous"), laboratory: laboratory).isThawed)
    donor.hscForm = nil
    #expect(clinic.schedule(of: donor, under: shipped("simultaneous"), laboratory: laboratory).isThawed)
    #expect(try reason("timing.stem_cells", in: timing("delayed")).verdict == .pass)
  }

  @Test("A longer way never shortens cold ischaemia, and never makes timing pass")
  func monotone() {
    withEvery(300) { chance in
      var donor = fitDonor()
      donor.latitude = laboratory.latitude
      donor.longitude = laboratory.longitude + 60 * chance.unit()
      var farther = donor
      farther.longitude = (donor.longitude ?? 0) + 20 * chance.unit()
      for name in ["islets-first", "delayed"] {
        let near = clinic.assessTiming(of: donor, under: shipped(name), laboratory: laboratory, .decide)
        let far = clinic.assessTiming(of: farther, under: shipped(name), laboratory: laboratory, .decide)
        try hold(near.verdict <= far.verdict, "\(name): \(near.verdict) became \(far.verdict)")
      }
    }
  }

  @Test("The nearest laboratory is the one reached soonest; transplant centres and unplaced ones are not")
  func nearest() {
    func centre(_ id: String, _ kind: CentreKind, _ latitude: Double?, _ longitude: Double?) -> Centre {
      var centre = Centre(id: id)
      centre.kind = kind
      centre.latitude = latitude
      centre.longitude = longitude
      return centre
    }
    let centres = [
      centre("T", .transplant, 52.16, 4.49), centre("U", .isolation, nil, nil),
      centre("E", .isolation, 55.9, -3.2),
      centre("A", .isolation, 52.37, 4.9), centre("A2", .isolation, 52.37, 4.9),
    ]
    #expect(clinic.nearestLaboratory(to: fitDonor(), among: centres)?.id == "A")
    #expect(clinic.nearestLaboratory(to: Donor(id: "D"), among: centres) == nil)
    #expect(clinic.nearestLaboratory(to: fitDonor(), among: [centres[0], centres[1]]) == nil)
  }
}
