/// Lines by how many entries they have.
struct CountLists: ~Copyable {
  let most: Int
  private var head: Plain<Int32>
  private var after: Plain<Int32>
  private var before: Plain<Int32>
  private var count: Plain<Int32>

  init(_ lines: Int, most: Int) {
    self.most = most
    head = Plain(most + 1, of: -1)
    after = Plain(lines, of: -1)
    before = Plain(lines, of: -1)
    count = Plain(lines, of: -1)
  }

  func first(_ length: Int) -> Int { length <= most ? Int(head[length]) : -1 }
  func next(_ line: Int) -> Int { Int(after[line]) }

  mutating func insert(_ line: Int, _ length: Int) {
    count[line] = Int32(length)
    after[line] = head[length]
    before[line] = -1
    if head[length] >= 0 { before[Int(head[length])] = Int32(line) }
    head[length] = Int32(line)
  }

  mutating func remove(_ line: Int) {
    if count[line] < 0 { return }
    if before[line] >= 0 {
      after[Int(before[line])] = after[line]
    } else {
      head[Int(count[line])] = after[line]
    }
    if after[line] >= 0 { before[Int(after[line])] = before[line] }
    count[line] = -1
  }
}
