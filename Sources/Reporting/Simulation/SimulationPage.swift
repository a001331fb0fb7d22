import TandemSimulation

/// A simulation as one self-contained page.
public struct SimulationPage: Sendable {
  private let report: SimulationReport

  /// The page of `report`.
  public init(_ report: SimulationReport) { self.report = report }

  /// The file's text.
  public var text: String { SimulationSummary(report).sentences.joined(separator: "\n") }
}
