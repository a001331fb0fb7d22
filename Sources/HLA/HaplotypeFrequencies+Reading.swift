public import TandemFiles

/// Reading frequency tables:
///
/// - `population,haplotype,frequency`, haplotypes such as `A*01:01~B*08:01~DRB1*03:01`;
/// - `haplotype,frequency` (or `hap,freq`), the population named by the file;
/// - `population,block,name,frequency`, the shipped form, with blocks for the tail.
extension HaplotypeFrequencies {
  /// The table that ships with the library.
  public static let shipped: HaplotypeFrequencies = {
    guard let bytes = ShippedData.file("hla/frequencies.csv") else {
      return HaplotypeFrequencies(populations: [], warnings: [])
    }
    do {
      return try HaplotypeFrequencies(csv: bytes, path: "hla/frequencies.csv")
    } catch {
      fatalError("the shipped frequencies are unreadable:\n\(error)")
    }
  }()

  /// Reads a table, or throws everything that is wrong with it. Cost: one pass, about 200 ns a row.
  public init(csv bytes: UnsafeRawBufferPointer, path: String) throws(Problems) {
    let form = FrequencyForm(bytes, path: path)
    var sheet = FactSheet(bytes, path: path, columns: form.columns)
    var groups = FrequencyGroups()
    while sheet.next() {
      let population = form.population.map { sheet.text($0) } ?? form.fileName
      if population.isEmpty, let column = form.population {
        sheet.report(column: column, kind: "missing value", "the name of a population")
        continue
      }
      let alleles = HaplotypeFrequencies.alleles(&sheet, form.haplotype)
      let frequency = HaplotypeFrequencies.frequency(&sheet, form.frequency)
      guard let alleles, let frequency else { continue }
      if let expected = form.block.map({ sheet.text($0) }), !HaplotypeFrequencies.fits(alleles, expected) {
        sheet.report(
          column: form.haplotype, kind: "wrong loci", "one allele for each locus of the block \(expected)")
        continue
      }
      let row = Haplotype(alleles: alleles.sorted(), frequency: frequency)
      if form.block == nil, let loci = groups.loci(of: population), loci != row.alleles.map(\.locus) {
        let expected = loci.map(\.name).joined(separator: "~")
        sheet.report(
          column: form.haplotype, kind: "wrong loci", "the loci of the population's first row, \(expected)")
      } else if !groups.add(row, to: population, line: sheet.line) {
        sheet.report(
          column: form.haplotype, kind: "duplicate haplotype", "each haplotype of a population once")
      }
    }
    var problems = sheet.problems
    var populations: [Population] = []
    for (name, blocks) in groups.inOrder {
      do throws(Misfit) {
        populations.append(try HaplotypeFrequencies.compose(name, blocks))
      } catch {
        problems.append(
          Problem(
            kind: error.kind, file: path, line: error.line, value: error.value, expected: error.expected))
      }
    }
    if populations.isEmpty, problems.isEmpty {
      problems.append(Problem(kind: "no rows", file: path, expected: "at least one row with a haplotype"))
    }
    if problems.contains(where: { $0.severity == .error }) { throw Problems(problems) }
    let partial = populations.filter { $0.totalMass < 0.99 }.map { population in
      "the haplotypes of \(population.name) add up to \(DecimalText.fixed(population.totalMass, 4)); "
        + "the rest is taken to carry nothing"
    }
    self.init(populations: populations, warnings: problems.sorted().map(\.description) + partial)
  }

  private static func alleles(_ sheet: inout FactSheet, _ column: Int) -> [HLAName]? {
    let bytes = sheet.field(column)
    guard !bytes.isEmpty else {
      sheet.report(column: column, kind: "missing value", "a haplotype such as A*01:01~B*08:01~DRB1*03:01")
      return nil
    }
    var alleles: [HLAName] = []
    var start = 0
    for at in 0...bytes.count where at == bytes.count || bytes[at] == UInt8(ascii: "~") {
      do throws(NotationError) {
        let name = try HLAName(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<at]))
        if alleles.contains(where: { $0.locus == name.locus }) {
          sheet.report(column: column, kind: "unreadable haplotype", "each locus once", offset: start)
          return nil
        }
        alleles.append(name)
      } catch {
        sheet.report(
          column: column, kind: "unreadable haplotype", error.expected.rawValue, offset: start + error.offset)
        return nil
      }
      start = at + 1
    }
    return alleles
  }

  private static func frequency(_ sheet: inout FactSheet, _ column: Int) -> Double? {
    if sheet.field(column).isEmpty {
      sheet.report(column: column, kind: "missing value", "a frequency between 0 and 1")
      return nil
    }
    return sheet.number(column, in: 0...1)
  }

  private static func fits(_ alleles: [HLAName], _ block: String) -> Bool {
    let loci = block.split(separator: "~").map { Locus($0) }
    return loci.count == alleles.count && zip(loci, alleles).allSatisfy { $0 == $1.locus }
  }
}

/// Which columns a file has.
private struct FrequencyForm {
  let columns: [String]
  let population: Int?
  let block: Int?
  let haplotype: Int
  let frequency: Int
  let fileName: String

  init(_ bytes: UnsafeRawBufferPointer, path: String) {
    var header = CSVCursor(bytes, path: path)
    let names = header.next() ? (0..<header.count).map { header.text($0) } : []
    let hap = names.contains("hap") ? "hap" : "haplotype"
    let freq = names.contains("freq") ? "freq" : "frequency"
    let last = path.split(separator: "/").last ?? ""
    fileName = String(last.prefix { $0 != "." })
    if names.contains("block") {
      columns = ["population", "block", "name", freq]
      (population, block, haplotype, frequency) = (0, 1, 2, 3)
    } else if names.contains("population") {
      columns = ["population", hap, freq]
      (population, block, haplotype, frequency) = (0, nil, 1, 2)
    } else {
      columns = [hap, freq]
      (population, block, haplotype, frequency) = (nil, nil, 0, 1)
    }
  }
}

/// The rows by population and by the loci they have, in the order in which these first occur.
private struct FrequencyGroups {
  private var names: [String] = []
  private var blocks: [[HaplotypeFrequencies.RawBlock]] = []
  private var index: [String: Int] = [:]
  private var seen: [Set<[HLAName]>] = []

  /// False when the haplotype is there already.
  mutating func add(_ row: HaplotypeFrequencies.Haplotype, to population: String, line: Int) -> Bool {
    let place = index[population] ?? names.count
    if place == names.count {
      names.append(population)
      blocks.append([])
      seen.append([])
      index[population] = place
    }
    guard seen[place].insert(row.alleles).inserted else { return false }
    let loci = row.alleles.map(\.locus)
    if let block = blocks[place].firstIndex(where: { $0.loci == loci }) {
      blocks[place][block].entries.append(row)
    } else {
      blocks[place].append(HaplotypeFrequencies.RawBlock(loci: loci, entries: [row], line: line))
    }
    return true
  }

  /// The loci of the first row of a population.
  func loci(of population: String) -> [Locus]? { index[population].flatMap { blocks[$0].first?.loci } }

  var inOrder: [(String, [HaplotypeFrequencies.RawBlock])] { Array(zip(names, blocks)) }
}
