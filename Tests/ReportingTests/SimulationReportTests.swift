import TandemFiles
import TandemPolicy
import TandemReporting
import TandemSimulation
import TandemTerminal
import Testing

/// What is said of a simulation, on one small enough for a debug build.
struct SimulationReportTests {
  private static let report: SimulationReport = {
    let scenario = try! Scenario.read("uk-redesign").with(.years, 0.5).with(.listed, 30)
      .with(.recipientsPerYear, 20).with(.donorsPerYear, 30)
    let policies = try! ["balanced", "waiting-time"].map { try Policy.read($0) }
    let source = try! WorldSource(scenario, seed: 3)
    let plan = SimulationPlan(source, arms: policies.map { Arm($0) }, replicates: 3, version: "test")
    var gatherer = ResultGatherer(plan)
    for replicate in 0..<3 { gatherer.add(try! plan.replicate(replicate)) }
    let lines = policies.map { SimulationReport.PolicyLine(name: $0.name, arm: Arm($0), weights: nil) }
    return SimulationReport(plan: plan, policies: lines, result: gatherer.result)
  }()

  @Test func `the text fits a terminal of a hundred columns`() {
    let text = SimulationText(SimulationReportTests.report, style: Style(isColoured: false))
    for isFull in [false, true] {
      let lines = text.text(isFull: isFull, width: 100).split(separator: "\n")
      #expect(lines.allSatisfy { DisplayText.width(String($0)) <= 100 })
    }
  }

  @Test func `the table has a line for each policy and measure, and for each group`() throws {
    var text = ""
    try SimulationCSV(SimulationReportTests.report).write { text += $0 }
    let lines = text.split(separator: "\r\n")
    let groups = SimulationReportTests.report.grouping.count
    #expect(lines.count == 1 + 2 * (Measure.all.count + 26 * groups))
    let columns = lines[0].split(separator: ",").count
    #expect(lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == columns })
  }

  @Test func `counts of groups are compared on the same replicates, rates are not`() throws {
    let result = SimulationReportTests.report.result
    let comparison = try #require(result.comparisons.first)
    for group in 0..<SimulationReportTests.report.grouping.count {
      let one = try #require(comparison.difference(of: "transplants", inGroup: group))
      let expected = result.groups[1][group].transplants - result.groups[0][group].transplants
      #expect(abs(one.mean - expected) < 1e-9)
      #expect(try #require(one.tInterval).contains(one.mean))
      #expect(comparison.difference(of: "mean_wait_days", inGroup: group) == nil)
    }
  }

  @Test func `the document names every figure with its origin`() throws {
    let text = SimulationJSON(SimulationReportTests.report).json.text()
    for figure in Figure.allCases { #expect(text.contains("\"\(figure.rawValue)\": {")) }
    #expect(text.contains("\"assumption\": "))
    #expect(!text.contains("NaN"))
  }

  @Test func `the page loads and runs nothing`() {
    let page = SimulationPage(SimulationReportTests.report).text
    #expect(page.contains("script-src &#39;none&#39;"))
    #expect(!page.contains("<script"))
    #expect(!page.contains("http://") && !page.contains("https://"))
    #expect(page.contains("data:text/csv"))
    #expect(page.contains("assumption"))
  }
}
