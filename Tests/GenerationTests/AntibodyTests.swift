import TandemChance
import TandemHLA
import TandemRegistry
import TestSupport
import Testing

@testable import TandemGeneration

@Suite("Antibodies of generated recipients")
struct AntibodyTests {
  private let sensitised = Made.recipients.filter { !$0.antibodies.isEmpty }

  @Test("the cPRA that is written is the one that the engine works out of the antibodies that are written")
  func recomputed() {
    // Every 20th, since the engine starts anew for each.
    for made in stride(from: 0, to: sensitised.count, by: 20).map({ sensitised[$0] }) {
      let engine = CalculatedPRA(unacceptable: made.antibodies.map(\.specificity))
      #expect(engine.notCounted.isEmpty, "\(made.person.id): \(engine.notCounted)")
      #expect(abs((made.person.cpra ?? -1) - engine.hla) <= 0.000_050_001, "\(made.person.id)")
    }
  }

  @Test("antibody by antibody comes to the same as all at once, on any list")
  func incremental() {
    let exclusion = DonorExclusion.shipped
    withEvery(12) { chance in
      var state = exclusion.none
      var taken: Set<Int> = []
      for _ in 0..<(1 + chance.index(below: 12)) {
        let target = chance.index(below: exclusion.targets.count)
        taken.insert(target)
        state = exclusion.adding(target, to: state)
      }
      let engine = CalculatedPRA(unacceptable: taken.map { exclusion.targets[$0] })
      let names = taken.map { exclusion.targets[$0].text }.sorted()
      try hold(abs(engine.hla - state.cpra) < 1e-12, "\(names): \(engine.hla) and \(state.cpra)")
    }
  }

  @Test("nobody has antibodies against what they are typed for, at any resolution")
  func ownAntigens() {
    for made in sensitised {
      let own = VirtualCrossmatch(donor: made.person.typing, antibodies: made.antibodies)
      #expect(
        own.hits.isEmpty,
        "\(made.person.id): \(own.hits.map(\.antibody.specificity)) in \(made.person.typing)")
    }
  }

  @Test("sensitised people are as many as stated, women and men")
  func shares() {
    let profile = Made.profile.recipients.sensitisation
    let tested = Made.recipients.filter { $0.person.cpra != nil }
    for (sex, share) in [(Sex.female, profile.female), (.male, profile.male)] {
      let group = tested.filter { $0.person.sex == sex }
      expectShare(group.count { !$0.antibodies.isEmpty }, of: group.count, is: share, "\(sex)")
    }
  }

  @Test("the bands of the cPRA are filled as stated")
  func bands() {
    let bands = Made.profile.recipients.sensitisation.bands
    for (band, share) in zip(bands.items, bands.shares) {
      // Half open from below, as a value on a border was drawn for the band under it.
      let count = sensitised.count { $0.person.cpra! > band.lowerBound && $0.person.cpra! <= band.upperBound }
      expectShare(count, of: sensitised.count, is: share, "\(band)")
    }
  }

  @Test("antibodies and cPRA go together: none at 0, some above, unknown without a result")
  func together() {
    for made in Made.recipients {
      switch made.person.cpra {
      case nil, 0: #expect(made.antibodies.isEmpty, "\(made.person.id)")
      default: #expect(!made.antibodies.isEmpty, "\(made.person.id)")
      }
      #expect(made.antibodies == made.antibodies.sorted())
      #expect(Set(made.antibodies.map(\.specificity)).count == made.antibodies.count)
    }
  }

  @Test("strength, complement and sample are within what the profile says")
  func details() throws {
    let profile = Made.profile.recipients.sensitisation
    let all = sensitised.flatMap(\.antibodies)
    #expect(all.allSatisfy { profile.mfi.range.contains($0.mfi ?? 0) })
    #expect(all.allSatisfy { $0.sampledOn! < Made.profile.referenceDay })
    expectShare(all.count { $0.c1q != nil }, of: all.count, is: profile.c1qTested)
    let strong = all.filter { $0.c1q != nil && $0.mfi! > 15_000 }
    let weak = all.filter { $0.c1q != nil && $0.mfi! < 3000 }
    #expect(strong.count { $0.c1q == true } * 2 > strong.count)
    #expect(weak.count { $0.c1q == true } * 8 < weak.count)
  }
}
