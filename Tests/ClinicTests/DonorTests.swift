import TandemChance
import TandemClinic
import TandemFiles
import TandemRegistry
import TestSupport
import Testing

@Suite("Acceptability of donors")
struct DonorTests {
  private func assess(_ window: String = "default", _ change: (inout Donor) -> Void) -> Assessment {
    var donor = fitDonor()
    change(&donor)
    return clinic { $0.donorWindow = window }.assess(donor, .explain)
  }

  @Test("A fit donor is taken by every window")
  func fit() {
    for window in shippedRules.donorWindows.map(\.criteria.name) {
      #expect(assess(window) { _ in }.verdict == .pass)
    }
  }

  @Test("Each reason against a donor is listed")
  func allReasons() {
    let assessment = assess {
      $0.ageYears = 61
      $0.hba1cPercent = 6.4
      $0.diabetes = true
      $0.hcv = true
      $0.sepsis = nil
    }
    #expect(
      assessment.failures.map(\.rule) == [
        "donor.age_years", "donor.hba1c_percent", "donor.diabetes", "donor.hcv",
      ])
    #expect(assessment.missing == ["donors.sepsis"])
  }

  @Test("Death after circulatory arrest is for the window to decide")
  func dcd() {
    #expect(assess("default") { $0.donorType = .dcd }.verdict == .pass)
    #expect(assess("cit") { $0.donorType = .dcd }.failures.map(\.rule) == ["donor.dcd"])
    #expect(assess("cit") { $0.donorType = nil }.missing == ["donors.donor_type"])
    #expect(assess("default") { $0.donorType = nil }.verdict == .pass)
  }

  @Test(
    "Age windows",
    arguments: [
      ("default", 15.0, true), ("default", 56, false), ("cit", 60, true), ("uk", 24, false), ("uk", 25, true),
    ])
  func age(window: String, years: Double, isTaken: Bool) {
    #expect((assess(window) { $0.ageYears = years }.verdict == .pass) == isTaken)
  }

  @Test("The default age window says that it is an assumption")
  func ageLabel() throws {
    let assessment = assess { _ in }
    #expect(try reason("donor.age_years", in: assessment).basis?.kind == .assumption)
  }

  @Test("Forgetting a datum never makes a donor or the timing pass")
  func forgetting() {
    for window in shippedRules.donorWindows.map(\.criteria.name) {
      let clinic = clinic { $0.donorWindow = window }
      for name in TransplantProtocol.shippedNames {
        let transplant = shipped(name)
        withEvery(20) { chance in
          var donor = fitDonor()
          for datum in donorData {
            if chance.flip(0.4) { datum.draw(&donor, &chance) }
            if chance.flip(0.1) { datum.forget(&donor) }
          }
          let before = clinic.assess(donor, .explain)
          let time = clinic.assessTiming(of: donor, under: transplant, laboratory: laboratory, .explain)
          for datum in donorData {
            var other = donor
            datum.forget(&other)
            let after = clinic.assess(other, .explain)
            let later = clinic.assessTiming(of: other, under: transplant, laboratory: laboratory, .explain)
            for (old, new) in zip(before.reasons + time.reasons, after.reasons + later.reasons)
            where old.rule == new.rule {
              try hold(
                old.verdict == .pass || new.verdict != .pass,
                "\(window), \(name): \(datum.column) made \(old.rule) pass: \(new.detail)")
            }
            try hold(time.verdict == .pass || later.verdict != .pass, "timing without \(datum.column)")
            try hold(
              clinic.assess(other, .decide).verdict == after.verdict, "decision and explanation of a donor")
          }
        }
      }
    }
  }
}
