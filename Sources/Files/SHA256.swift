import CTandemDigest

/// The digest of FIPS 180-4, so that a result can name the exact input it came from.
public struct SHA256 {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var length: UInt64 = 0
  private var schedule = [UInt32](repeating: 0, count: 64)

  private let inHardware: Bool

  /// An empty digest, to be fed with `update`.
  public init() { self.init(inHardware: tandem_sha256_is_in_hardware()) }

  /// A digest that is kept from the processor's own instructions, so that both ways can be compared.
  package init(inHardware: Bool) { self.inHardware = inHardware && tandem_sha256_is_in_hardware() }

  /// The digest of `bytes` as 64 hexadecimal digits.
  public static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
    var digest = SHA256()
    digest.update(bytes)
    return digest.finish()
  }

  /// The digest of `text` in UTF-8.
  public static func hex(_ text: String) -> String {
    var text = text
    return text.withUTF8 { hex(UnsafeRawBufferPointer($0)) }
  }

  /// Adds bytes.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length += UInt64(bytes.count)
    var at = 0
    if !pending.isEmpty {
      at = min(64 - pending.count, bytes.count)
      pending.append(contentsOf: bytes[..<at])
      guard pending.count == 64 else { return }
      let block = pending
      block.withUnsafeBytes { compress($0, 0) }
      pending.removeAll(keepingCapacity: true)
    }
    if inHardware, let start = bytes.baseAddress {
      let blocks = (bytes.count - at) / 64
      tandem_sha256_take_blocks(&state, (start + at).assumingMemoryBound(to: UInt8.self), blocks)
      at += blocks * 64
    }
    while at + 64 <= bytes.count {
      compress(bytes, at)
      at += 64
    }
    pending.append(contentsOf: bytes[at...])
  }

  /// Closes the digest and gives it as 64 hexadecimal digits.
  public mutating func finish() -> String {
    let bits = length &* 8
    var tail = [UInt8](repeating: 0, count: (pending.count < 56 ? 64 : 128) - pending.count)
    tail[0] = 0x80
    for index in 0..<8 { tail[tail.count - 1 - index] = UInt8(truncatingIfNeeded: bits >> UInt64(8 * index)) }
    tail.withUnsafeBytes { update($0) }
    return state.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  private mutating func compress(_ bytes: UnsafeRawBufferPointer, _ offset: Int) {
    schedule.withUnsafeMutableBufferPointer { w in
      for index in 0..<16 {
        w[index] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 4 * index, as: UInt32.self))
      }
      for index in 16..<64 {
        let a = w[index - 15]
        let b = w[index - 2]
        let s0 = turn(a, 7) ^ turn(a, 18) ^ (a >> 3)
        let s1 = turn(b, 17) ^ turn(b, 19) ^ (b >> 10)
        w[index] = w[index - 16] &+ s0 &+ w[index - 7] &+ s1
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      var (e, f, g, h) = (state[4], state[5], state[6], state[7])
      SHA256.constants.withUnsafeBufferPointer { k in
        for index in 0..<64 {
          let s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
          let t1 = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ k[index] &+ w[index]
          let s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
          let t2 = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
          (h, g, f, e) = (g, f, e, d &+ t1)
          (d, c, b, a) = (c, b, a, t1 &+ t2)
        }
      }
      state[0] &+= a
      state[1] &+= b
      state[2] &+= c
      state[3] &+= d
      state[4] &+= e
      state[5] &+= f
      state[6] &+= g
      state[7] &+= h
    }
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}

private func turn(_ word: UInt32, _ bits: UInt32) -> UInt32 {
  (word >> bits) | (word << (32 &- bits))
}
