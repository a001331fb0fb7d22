/// The bytes that the readers look for, as constants of this module: a constant of another module is a call
/// in these loops.
enum ASCII {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let dollar: UInt8 = 0x24
  static let quote: UInt8 = 0x27
  static let asterisk: UInt8 = 0x2A
  static let plus: UInt8 = 0x2B
  static let minus: UInt8 = 0x2D
  static let dot: UInt8 = 0x2E
  static let colon: UInt8 = 0x3A
  static let equal: UInt8 = 0x3D
  static let backslash: UInt8 = 0x5C
}
