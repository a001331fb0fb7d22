import Synchronization
import TandemHLA

/// Makes the masks of donors, one at a time: what single names show is kept from donor to donor and from
/// thread to thread. Nothing depends on the order of asking.
final class SharedMasks: Sendable {
  let numbering = AntigenNumbering()
  private let masks: Mutex<DonorMasks>

  init() { masks = Mutex(DonorMasks(numbering)) }

  func mask(of typing: Typing) -> DonorMask { masks.withLock { $0.mask(of: typing) } }
}
