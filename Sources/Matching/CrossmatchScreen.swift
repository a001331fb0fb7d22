import Synchronization
import TandemHLA
import TandemPolicy
import TandemRegistry

/// For one donor: whether the antibodies of a row let it pass.
struct CrossmatchScreen {
  private let pool: Pool
  private let donor: DonorMask?
  private let passesFail: [Bool]
  /// nil when the gate has to be asked pair by pair.
  private let passesReview: [Bool?]

  /// nil when the policy has no rule on antibodies.
  init?(_ pool: Pool, _ context: MatchContext) {
    guard let rule = pool.plan.crossmatch else { return nil }
    self.pool = pool
    donor = pool.antibodies.isEmpty ? nil : pool.masks.mask(of: context.donor.typing)
    passesFail = rule.names.map(pool.gate.overrides.contains)
    passesReview = rule.names.map(pool.gate.passesReview)
  }

  /// Whether the row passes; nil when only the explaining code can tell.
  @inline(__always)
  func passes(row: Int) -> Bool? {
    let profile = pool.antibodyProfile[row]
    return profile == Pool.noAntibodies ? true : passes(profile: profile)
  }

  @inline(never)
  private func passes(profile: Int32) -> Bool? {
    var mustAsk = false
    for graft in passesFail.indices {
      let verdict: VirtualCrossmatch.Verdict? =
        profile == Pool.unknownAntibodies
        ? .review : donor?.verdict(against: pool.antibodies[Int(profile)][graft])
      switch verdict {
      case .negative: continue
      case .positive: if !passesFail[graft] { return false }
      case .possible, .review:
        guard let passes = passesReview[graft] else {
          mustAsk = true
          continue
        }
        if !passes { return false }
      case nil: mustAsk = true
      }
    }
    return mustAsk ? nil : true
  }
}

/// The masks of donors, with what single names show kept from one donor to the next. Safe from any thread; what
/// it answers does not depend on what was asked before.
final class DonorMaskCache: Sendable {
  private let masks: Mutex<DonorMasks>

  init(_ numbering: AntigenNumbering) { masks = Mutex(DonorMasks(numbering)) }

  func mask(of typing: Typing) -> DonorMask { masks.withLock { $0.mask(of: typing) } }
}
