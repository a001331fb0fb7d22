import TandemFiles
import TandemHLA
import TestSupport
import Testing

@Suite("Facts of common alleles")
struct FactTests {
  let table = AlleleTable.shipped

  @Test("every allele of the shipped frequencies is in the table, with an antigen")
  func frequenciesCovered() throws {
    for population in HaplotypeFrequencies.shipped.populations {
      for locus in population.loci {
        for allele in population.alleles(at: locus).flatMap(\.alleles) {
          let row = try #require(table[allele], "\(allele)")
          #expect(row.antigen != .null, "\(allele)")
          if row.antigen == .blank { #expect(locus == .c && allele.field(1) >= 12, "\(allele)") }
        }
      }
    }
  }

  @Test(
    "alleles have the antigens that serology gave them",
    arguments: [
      ("A*02:01", "A2"), ("A*02:03", "A203"), ("A*24:03", "A2403"), ("A*24:02", "A24"), ("B*14:01", "B64"),
      ("B*14:02", "B65"), ("B*15:01", "B62"), ("B*15:02", "B75"), ("B*15:03", "B72"), ("B*15:10", "B71"),
      ("B*15:12", "B76"), ("B*15:13", "B77"), ("B*15:16", "B63"), ("B*15:17", "B63"), ("B*15:18", "B71"),
      ("B*15:27", "B62"), ("B*39:01", "B3901"), ("B*40:01", "B60"), ("B*40:02", "B61"), ("B*40:06", "B61"),
      ("B*50:02", "B45"), ("B*51:02", "B5102"), ("C*03:03", "Cw9"), ("C*03:04", "Cw10"), ("C*03:02", "Cw10"),
      ("DRB1*01:03", "DR103"), ("DRB1*03:01", "DR17"), ("DRB1*03:02", "DR18"), ("DRB1*14:04", "DR1404"),
      ("DRB3*02:02", "DR52"), ("DRB4*01:03", "DR53"), ("DRB5*01:01", "DR51"), ("DQB1*02:02", "DQ2"),
      ("DQB1*03:01", "DQ7"), ("DQB1*03:02", "DQ8"), ("DQB1*03:03", "DQ9"), ("DQB1*06:02", "DQ6"),
      ("DPB1*04:02", "DPw4"),
    ])
  func antigen(allele: String, antigen: String) throws {
    #expect(table[try HLAName(allele)]?.antigen == .named(try HLAName(antigen)))
  }

  @Test(
    "Cw12 to Cw18 were never resolved by serology", arguments: ["C*12:03", "C*14:02", "C*16:01", "C*18:01"])
  func blanks(allele: String) throws {
    #expect(table[try HLAName(allele)]?.antigen == .blank)
  }

  @Test("every antigen of an allele is known to the table of antigens, and its broad one stands above it")
  func hierarchy() throws {
    for row in table.rows {
      guard case .named(let antigen) = row.antigen else { continue }
      #expect(Serology.shipped[antigen] != nil, "\(row.allele)")
      guard let broad = row.broad else { continue }
      #expect(Serology.shipped.ancestors(of: antigen).contains(broad), "\(row.allele): \(broad)")
      #expect(Serology.shipped.ancestors(of: broad).isEmpty, "\(row.allele): \(broad) is not the broadest")
    }
  }

  @Test("an allele has one of Bw4 and Bw6, and its antigen the same one where the antigen is uniform")
  func epitopes() throws {
    for row in table.rows where row.allele.locus == .b && row.antigen != .null {
      let disputed = [46, 73].contains(row.allele.field(1))
      #expect((row.bw == nil) == disputed, "\(row.allele)")
      guard case .named(let antigen) = row.antigen, let expected = Serology.shipped[antigen]?.bw else {
        continue
      }
      if row.allele.text != "B*15:24" && !disputed { #expect(row.bw == expected, "\(row.allele)") }
    }
    #expect(table[try HLAName("A*24:02")]?.bw == .bw4)
    #expect(table[try HLAName("A*02:01")]?.bw == AlleleTable.BwEpitope.none)
    #expect(table[try HLAName("B*15:13")]?.bw == .bw4)
    #expect(table[try HLAName("B*27:08")]?.bw == .bw6)
  }

  @Test("the leader of B alleles is methionine in ten families")
  func leaders() {
    let methionine: Set<Int> = [7, 8, 14, 38, 39, 42, 48, 67, 73, 81]
    for row in table.rows where row.allele.locus == .b && row.antigen != .null {
      #expect(
        row.leader == (methionine.contains(row.allele.field(1)) ? .methionine : .threonine), "\(row.allele)")
    }
  }

  @Test(
    "C alleles are ligands of group C1 or C2",
    arguments: [
      ("C*01:02", "C1"), ("C*02:02", "C2"), ("C*03:04", "C1"), ("C*04:01", "C2"), ("C*07:01", "C1"),
      ("C*12:03", "C1"), ("C*12:04", "C2"), ("C*15:02", "C2"), ("C*15:07", "C1"), ("C*16:01", "C1"),
      ("C*16:02", "C2"), ("C*17:01", "C2"), ("B*46:01", "C1"),
    ])
  func ligands(allele: String, ligand: String) throws {
    #expect(table[try HLAName(allele)]?.kirLigand?.rawValue == ligand)
  }

  @Test("alleles of one P group stand for the same protein")
  func proteins() throws {
    #expect(table.protein(of: try HLAName("DQB1*02:02")) == (try HLAName("DQB1*02:01")))
    #expect(table.protein(of: try HLAName("DRB1*14:54:01")) == (try HLAName("DRB1*14:01")))
    #expect(table.protein(of: try HLAName("C*07:06")) == (try HLAName("C*07:01")))
    #expect(table.protein(of: try HLAName("A*24:09N")) == (try HLAName("A*24:09N")))
    #expect(table.protein(of: try HLAName("A*02:01:01G")) == (try HLAName("A*02:01")))
    for row in table.rows {
      guard let group = row.pGroup else { continue }
      let founder = try #require(table[group], "\(group)")
      #expect(founder.pGroup == group, "\(row.allele) is in \(group), whose first allele is not")
    }
  }

  @Test("T-cell epitope groups and risk haplotypes name alleles that can be read")
  func otherTables() throws {
    for (file, column) in [("hla/tce.csv", 0), ("hla/risk-haplotypes.csv", 1)] {
      let bytes = try #require(ShippedData.file(file))
      var rows = CSVCursor(bytes, path: file)
      let hasHeader = rows.next()
      #expect(hasHeader)
      var count = 0
      while rows.next() {
        if rows.text(0) == "genotype" { continue }
        for part in rows.text(column).split(separator: "~") {
          let allele = try HLAName(String(part))
          #expect(table[allele] != nil, "\(part)")
          count += 1
        }
      }
      #expect(count > 10)
    }
  }

  @Test("a table with errors is refused with all of them and their places")
  func misprints() throws {
    let text = """
      allele,antigen,broad,p_group,g_group,bw,leader,kir_ligand
      A*02:01,A2,,A*02:01G,,none,,none
      A*02,A2,,,,none,,none
      B*44:02,A2,,,,Bw5,X,
      B*44:03,,,,,Bw4,T,Bw4
      B*44:03,B44,B12,,,Bw4,T
      A*24:09N,A24,A9,,,none,,none
      """
    let problems = problems(in: text) { try AlleleTable(csv: $0, path: "facts.csv") }
    let lines = problems.map { "\($0.place) \($0.kind)" }
    #expect(
      lines == [
        "facts.csv:2:13 wrong group", "facts.csv:3:1 not an allele", "facts.csv:4:9 wrong antigen",
        "facts.csv:4:15 unknown word", "facts.csv:4:19 unknown word", "facts.csv:5:9 missing value",
        "facts.csv:6 wrong number of fields", "facts.csv:7:10 contradiction",
      ], "\(problems.map(\.description).joined(separator: "\n"))")
  }

  @Test("a header with a misspelt column is refused with the column that was meant")
  func header() {
    let text = "antigen,locus,rank,parent,bw,dr5x\nA2,A,single,,none,\n"
    let problems = problems(in: text) { try Serology(csv: $0, path: "s.csv") }
    #expect(problems.map(\.kind) == ["missing column", "unknown column"])
    #expect(problems.last?.expected.contains("did you mean parents?") == true)
  }
}

/// The problems that a reader throws on a text; empty when it throws none.
func problems<Value>(in text: String, _ read: (UnsafeRawBufferPointer) throws -> Value) -> [Problem] {
  Array(text.utf8).withUnsafeBytes { bytes in
    do {
      _ = try read(bytes)
      return []
    } catch let problems as Problems {
      return problems.all
    } catch {
      return [Problem(kind: "unexpected", expected: "\(error)")]
    }
  }
}
