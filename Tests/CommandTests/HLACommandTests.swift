import TestSupport
import Testing

@Suite("tandem hla")
struct HLACommandTests {
  @Test("reduce prints the name alone, or a line for each of several")
  func reduce() throws {
    let one = try runTandem(["hla", "reduce", "A*02:01:01:01", "--to", "P"])
    #expect(one.code == 0)
    #expect(one.output == "A*02:01P\n")
    let two = try runTandem(["hla", "reduce", "B*15:01", "DR17", "--to", "antigen"])
    #expect(two.output == "B*15:01\tB62\nDR17\tDR17\n")
  }

  @Test("reduce --json has the keys others rely on")
  func reduceJSON() throws {
    let run = try runTandem(["hla", "reduce", "HLA-A*01:01", "--to", "G", "--json"])
    #expect(run.output.contains("\"input\": \"HLA-A*01:01\""))
    #expect(run.output.contains("\"result\": \"A*01:01:01G\""))
  }

  @Test("unreadable names are bad data, all told with their place; a form that is missing is no")
  func reduceErrors() throws {
    let bad = try runTandem(["hla", "reduce", "A*02:01x", "QQ", "--to", "P"])
    #expect(bad.code == 3)
    #expect(bad.errors.contains("NAME 1:1:8: error: unreadable name"))
    #expect(bad.errors.contains("NAME 2:1:1: error: unreadable name"))
    #expect(try runTandem(["hla", "reduce", "A*24:09N", "--to", "antigen"]).code == 1)
    #expect(try runTandem(["hla", "reduce", "A*02:01", "--to", "F"]).code == 2)
    #expect(try runTandem(["hla", "reduce", "A*02:01"]).code == 2)
  }

  @Test("mismatch counts, labels and explains")
  func mismatch() throws {
    let words = [
      "hla", "mismatch", "--recipient", "A*02:01+A*24:02", "--donor", "A*02:01+A*03:01", "--loci", "A",
    ]
    let text = try runTandem(words)
    #expect(text.code == 0)
    #expect(text.output.contains("A      1    1    1     match, antigen       mismatch"))
    #expect(text.output.contains("A mismatched homozygous locus counts twice."))
    #expect(text.output.contains("the built-in table of common alleles"))
    let json = try runTandem(words + ["--json"])
    for key in [
      "\"gvh\": 1", "\"hvg\": 1", "\"bidirectional\": 1", "\"matched\": 1", "\"confidence\": \"mismatch\"",
    ] {
      #expect(json.output.contains(key), "\(key)")
    }
  }

  @Test("the convention for homozygous mismatches is an option")
  func homozygous() throws {
    let words = [
      "hla", "mismatch", "--recipient", "A*01:01+A*01:01", "--donor", "A*02:01+A*02:01", "--loci", "A",
    ]
    #expect(try runTandem(words).output.contains("Total  2    2    2"))
    #expect(try runTandem(words + ["--homozygous-counts", "1"]).output.contains("Total  1    1    1"))
    #expect(try runTandem(words + ["--homozygous-counts", "3"]).code == 2)
  }

  @Test("an unreadable typing is bad data, told with its column; a locus named twice is wrong use")
  func mismatchErrors() throws {
    let bad = try runTandem(["hla", "mismatch", "--recipient", "A*02:01^^", "--donor", "A2"])
    #expect(bad.code == 3)
    #expect(bad.errors.contains("--recipient:1:9: error: unreadable typing"))
    #expect(
      try runTandem(["hla", "mismatch", "--recipient", "A2", "--donor", "A2", "--loci", "A,A"]).code == 2)
    #expect(
      try runTandem(["hla", "mismatch", "--recipient", "A2", "--donor", "A2", "--loci", "E"]).code == 2)
  }

  @Test("tce names the verdict and the groups")
  func tce() throws {
    let words = ["hla", "tce", "--recipient", "DPB1*09:01+DPB1*04:01", "--donor", "DPB1*04:01+DPB1*02:01"]
    #expect(try runTandem(words).output == "gvh-nonpermissive (recipient group 1, donor group 3)\n")
    let json = try runTandem(words + ["--json"]).output
    #expect(json.contains("\"permissiveness\": \"gvh-nonpermissive\""))
    #expect(json.contains("\"recipient\": 1"))
  }

  @Test("a release that is not there is bad data, and its files are named")
  func release() throws {
    let run = try runTandem(["hla", "reduce", "A*02:01", "--to", "P", "--release", "no-such-folder"])
    #expect(run.code == 3)
    #expect(run.errors.contains("hla_nom_p.txt"))
  }
}
