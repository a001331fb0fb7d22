/// What a word of an LP file is.
enum LPWord: UInt8 {
  case endOfFile, name, number, plus, minus, colon, less, greater, equal, bracket, unknown
  case minimize, maximize, subjectTo, bounds, general, binary, end, unsupported

  /// The relation seen from the other side.
  var turned: LPWord { self == .less ? .greater : self == .greater ? .less : self }

  /// The section that a word in the first column opens; nil for any other word.
  init?(keyword: String) {
    switch keyword {
    case "minimize", "minimise", "minimum", "min": self = .minimize
    case "maximize", "maximise", "maximum", "max": self = .maximize
    case "st", "s.t.", "st.": self = .subjectTo
    case "bounds", "bound": self = .bounds
    case "general", "generals", "gen", "integer", "integers", "int": self = .general
    case "binary", "binaries", "bin": self = .binary
    case "end": self = .end
    case "semi", "semis", "sos", "sos1", "sos2", "lazy", "pwlobj": self = .unsupported
    default: return nil
    }
  }
}

/// What each byte can be in an LP file. Names are made of letters, digits and most signs; they begin with
/// neither a digit nor a point. Brackets inside of names are an extension that several programs write.
struct LPBytes {
  static let blank: UInt8 = 1
  static let lineFeed: UInt8 = 2
  static let comment: UInt8 = 3
  static let plus: UInt8 = 4
  static let minus: UInt8 = 5
  static let colon: UInt8 = 6
  static let less: UInt8 = 7
  static let greater: UInt8 = 8
  static let equal: UInt8 = 9
  /// This and all above may stand in a name.
  static let namePart: UInt8 = 16
  static let digit: UInt8 = 16
  static let point: UInt8 = 17
  static let bracket: UInt8 = 18
  static let nameStart: UInt8 = 19

  /// By byte; 0 where a byte has no meaning.
  static let all: [UInt8] = {
    var all = [UInt8](repeating: 0, count: 256)
    func set(_ bytes: some Sequence<UInt8>, _ meaning: UInt8) {
      for byte in bytes { all[Int(byte)] = meaning }
    }
    set(" \t\r\u{0B}\u{0C}".utf8, blank)
    set("\n".utf8, lineFeed)
    set("\\".utf8, comment)
    set("+".utf8, plus)
    set("-".utf8, minus)
    set(":".utf8, colon)
    set("<".utf8, less)
    set(">".utf8, greater)
    set("=".utf8, equal)
    set("0123456789".utf8, digit)
    set(".".utf8, point)
    set("[]".utf8, bracket)
    set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8, nameStart)
    set("!\"#$%&()/,;?@_`'{}|~".utf8, nameStart)
    set(0x80...0xFF, nameStart)
    return all
  }()
}
