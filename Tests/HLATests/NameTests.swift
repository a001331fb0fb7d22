import TandemHLA
import Testing

@Suite("Names")
struct NameTests {
  @Test(
    "every written form has one canonical name",
    arguments: [
      ("A*02:01:01:01", "A*02:01:01:01"), ("A*02", "A*02"), ("A*02:01", "A*02:01"),
      ("HLA-A*02:01P", "A*02:01P"), ("A*02:01:01G", "A*02:01:01G"), ("A*24:09N", "A*24:09N"),
      ("A*24:02:01:02L", "A*24:02:01:02L"), ("B*44:02:01:02S", "B*44:02:01:02S"), ("A*01:01Q", "A*01:01Q"),
      ("A*01:XX", "A*01:XX"), ("a*02:01", "A*02:01"), ("hla-drb1*15:01", "DRB1*15:01"),
      ("A*01:AB", "A*01:AB"),
      ("A*01:ABCDEFG", "A*01:ABCDEFG"), ("DPB1*1041:01N", "DPB1*1041:01N"), ("DPB1*104:01", "DPB1*104:01"),
      ("A*2:1", "A*02:01"), ("A*0201", "A*02:01"), ("A0201", "A*02:01"), ("A02:01", "A*02:01"),
      ("A*02010101", "A*02:01:01:01"), ("A*0253N", "A*02:53N"), ("A*01AB", "A*01:AB"), ("A*01XX", "A*01:XX"),
      ("DRB1*0301", "DRB1*03:01"), ("DRB10301", "DRB1*03:01"), ("Cw*0702", "C*07:02"), ("Cw0702", "C*07:02"),
      ("A2402", "A*24:02"), ("DRB4*NNNN", "DRB4*NNNN"), ("A*UUUU", "A*UUUU"), ("DQA1*05:01", "DQA1*05:01"),
      ("A2", "A2"), ("B62", "B62"), ("Bw62", "B62"), ("Cw10", "Cw10"), ("C7", "Cw7"), ("DR17", "DR17"),
      ("DRw17", "DR17"), ("DQ8", "DQ8"), ("DR52", "DR52"), ("Bw4", "Bw4"), ("bw6", "Bw6"), ("DPw4", "DPw4"),
      ("DP4", "DPw4"), ("A203", "A203"), ("A2403", "A2403"), ("B5102", "B5102"), ("DR103", "DR103"),
      ("B703", "B703"), ("DR1403", "DR1403"), ("HLA-B27", "B27"),
    ])
  func canonical(written: String, name: String) throws {
    let read = try HLAName(written)
    #expect(read.text == name)
    #expect(try HLAName(read.text) == read)
  }
}
