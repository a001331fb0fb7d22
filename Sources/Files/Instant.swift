/// A point in time to the second, in UTC, written `2026-03-01T04:30:00Z` (ISO 8601).
public struct Instant: Sendable, Hashable, Comparable {
  /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public let seconds: Int64

  /// The instant that many seconds after 1970-01-01T00:00:00Z.
  public init(seconds: Int64) { self.seconds = seconds }

  /// The day in UTC.
  public var day: Day { Day(number: Int32(Int(seconds).floorDivided(by: 86_400))) }

  /// Hours from `earlier` to this instant; negative when this one is before.
  public func hours(since earlier: Instant) -> Double { Double(seconds - earlier.seconds) / 3600 }

  /// The instant `hours` later, rounded to the second.
  public func advanced(hours: Double) -> Instant {
    Instant(seconds: seconds + Int64((hours * 3600).rounded()))
  }

  public static func < (left: Instant, right: Instant) -> Bool { left.seconds < right.seconds }
}

extension Instant: CustomStringConvertible {
  /// `2026-03-01T04:30:00Z`.
  public var description: String {
    let rest = Int(seconds) - Int(day.number) * 86_400
    return "\(day)T\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))Z"
  }

  /// What reading an instant gives.
  public enum Reading: Sendable, Equatable {
    /// The text names an instant.
    case instant(Instant)
    /// The text names date and time but no zone; the instant is right if UTC was meant.
    case withoutZone(Instant)
    /// The text names no instant.
    case unreadable
  }

  /// Reads `2026-03-01T04:30Z`, `2026-03-01T04:30:15+01:00`; seconds and zone may be left out.
  public static func read(_ text: UnsafeRawBufferPointer) -> Reading {
    guard text.count >= 16, let day = Day(UnsafeRawBufferPointer(rebasing: text[..<10])),
      text[10] | 0x20 == UInt8(ascii: "t") || text[10] == Byte.space, text[13] == Byte.colon,
      let hour = digits(text, 11, 2), hour < 24, let minute = digits(text, 14, 2), minute < 60
    else { return .unreadable }
    var at = 16
    var second = 0
    if at < text.count, text[at] == Byte.colon {
      guard let read = digits(text, at + 1, 2), read < 60 else { return .unreadable }
      second = read
      at += 3
    }
    let local = Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    if at == text.count { return .withoutZone(Instant(seconds: local)) }
    if at + 1 == text.count, text[at] | 0x20 == UInt8(ascii: "z") { return .instant(Instant(seconds: local)) }
    guard at + 6 == text.count, text[at + 3] == Byte.colon, text[at] == Byte.plus || text[at] == Byte.minus,
      let zoneHour = digits(text, at + 1, 2), zoneHour <= 14, let zoneMinute = digits(text, at + 4, 2),
      zoneMinute < 60
    else { return .unreadable }
    let shift = Int64(zoneHour * 3600 + zoneMinute * 60)
    return .instant(Instant(seconds: text[at] == Byte.plus ? local - shift : local + shift))
  }
}

extension Int {
  fileprivate func floorDivided(by divisor: Int) -> Int {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
