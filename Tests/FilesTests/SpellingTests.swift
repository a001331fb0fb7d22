import TandemFiles
import Testing

@Suite("Spelling")
struct SpellingTests {
  @Test(
    "finds the word with the fewest edits",
    arguments: [
      ("genrate", "generate"), ("chekc", "check"), ("--recipeints", "--recipients"),
    ])
  func nearest(misspelt: String, meant: String) {
    #expect(Spelling.nearest(to: misspelt, among: ["--recipients", "check", "generate", "match"]) == meant)
  }

  @Test("stays silent when nothing is near")
  func nothingNear() {
    #expect(Spelling.nearest(to: "weather", among: ["check", "generate"]) == nil)
  }
}
