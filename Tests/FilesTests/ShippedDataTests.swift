import TandemFiles
import TestSupport
import Testing

@Suite("Shipped data")
struct ShippedDataTests {
  @Test("the library carries the bytes of the folder Data")
  func sameAsFolder() throws {
    for name in ShippedData.names {
      let carried = try #require(ShippedData.file(name))
      let file = try MappedFile("\(dataFolder)/\(name)")
      #expect(file.withBytes { carried.elementsEqual($0) }, "\(name)")
    }
  }

  @Test("names are sorted, so that a listing never changes order")
  func sortedNames() {
    #expect(ShippedData.names == ShippedData.names.sorted())
    #expect(!ShippedData.names.isEmpty)
  }

  @Test("a name that is not there gives nothing")
  func unknownName() {
    #expect(ShippedData.file("hla/weather.csv") == nil)
  }
}
