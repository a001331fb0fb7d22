import TandemFiles

/// A script or style sheet that ships with the program and stands in a page as it is.
public struct PageAsset: Sendable {
  enum Kind: String, Sendable {
    case script, style
  }

  let kind: Kind
  let text: String

  /// The digest by which a content security policy allows exactly this text: base 64 of SHA-256.
  var allowance: String {
    let hex = Array(SHA256.hex(text).utf8)
    let bytes = stride(from: 0, to: hex.count, by: 2).map { at in
      PageAsset.nibble(hex[at]) << 4 | PageAsset.nibble(hex[at + 1])
    }
    return "'sha256-\(Base64.text(bytes))'"
  }

  private static func nibble(_ digit: UInt8) -> UInt8 {
    digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
  }
}

/// The text form of bytes of RFC 4648.
enum Base64 {
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits = 0
      for place in 0..<3 { bits = bits << 8 | (place < group.count ? Int(group[start + place]) : 0) }
      for place in 0..<4 {
        out.append(place <= group.count ? letters[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
