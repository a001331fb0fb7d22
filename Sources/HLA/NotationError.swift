/// A name or GL String that cannot be read: where, and what was expected there.
public struct NotationError: Error, Hashable, Sendable {
  /// The byte, counted from 0, at which reading stopped.
  public let offset: Int
  /// What should have stood there.
  public let expected: Expected

  /// An error at a byte.
  public init(at offset: Int, _ expected: Expected) {
    self.offset = offset
    self.expected = expected
  }

  /// What may be expected at a place, as the words of the message.
  public enum Expected: String, Hashable, Sendable {
    case name = "a name such as A*02:01 or B62"
    case locus = "one of the loci A, B, C, DRB1, DRB3, DRB4, DRB5, DQA1, DQB1, DPA1, DPB1"
    case field = "a number, two capitals or more of a multiple-allele code, or XX"
    case fieldOfDigits = "a field of one to four digits"
    case fieldRange = "a field between 1 and 4095"
    case fourFields = "at most four fields"
    case pairsOfDigits = "colons between the fields, or two digits for each field"
    case suffix = "a suffix N, L, S, C, A or Q, the P of a P group, or the G of a G group"
    case fieldsBeforeSuffix = "two fields or more before a suffix"
    case groupFields = "two fields before P, two or three before G"
    case codeLength = "a multiple-allele code of two to seven letters after one field"
    case antigen = "an antigen number known to the WHO nomenclature, such as A2, B62, Cw10, DR17 or DPw4"
    case starOrAntigen = "a star for a DNA name (A*02) or no leading zero for an antigen (A2)"
    case endOfName = "the end of the name"
    case operatorOrEnd = "one of ^ | + ~ / ? or the end"
    case twoCopies = "at most two copies of a locus"
    case oneBlock = "each locus in one place only, its copies joined by +"
    case oneLocus = "alternatives between slashes that belong to the same locus"
    case sameLoci = "alternatives that name the same loci"
    case shorter = "at most 65,536 names"
  }
}

extension NotationError: CustomStringConvertible {
  /// `at character 9: expected ...`
  public var description: String { "at character \(offset + 1): expected \(expected.rawValue)" }
}
