import Tandem
import TandemModels

/// The driver of libFuzzer, which the compiler links in with `-sanitize=fuzzer`. SwiftPM gives the program
/// its own `main`, so the driver is called instead of standing in for it.
@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
_ = runDriver(&count, &arguments, fuzz)

/// One input: the first byte chooses the parser, the rest is the text.
func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let start, count > 1 else { return 0 }
  let bytes = UnsafeRawBufferPointer(start: start + 1, count: count - 1)
  switch start[0] % 7 {
  case 0: roundTripName(bytes)
  case 1: roundTripTyping(bytes)
  case 2: _ = try? GLString(bytes: bytes)
  case 3: readRows(bytes)
  case 4: _ = try? ModelFile.readLP(bytes, "fuzz")
  case 5: _ = try? ModelFile.readMPS(bytes, "fuzz")
  default: _ = try? JSON5Node.read(bytes, path: "fuzz")
  }
  return 0
}

func roundTripName(_ bytes: UnsafeRawBufferPointer) {
  guard let name = try? HLAName(bytes: bytes) else { return }
  guard let again = try? HLAName(name.text), again == name else {
    fatalError("\(name.text) does not read back")
  }
}

func roundTripTyping(_ bytes: UnsafeRawBufferPointer) {
  guard let typing = try? Typing(bytes: bytes), !typing.isEmpty else { return }
  guard (try? Typing(typing.text)) != nil else { fatalError("\(typing.text) does not read back") }
}

func readRows(_ bytes: UnsafeRawBufferPointer) {
  var rows = CSVCursor(bytes, path: "fuzz")
  while rows.next() {
    for index in 0..<rows.count {
      _ = DecimalText.double(rows.field(index))
      _ = rows.place(index)
    }
  }
}
