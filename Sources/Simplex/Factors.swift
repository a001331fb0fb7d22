/// A basis as a product of factors, B = L T1 T2 ... U, so that systems with it are solved by what is not zero.
///
/// Each basic column stands at the place of the row it was pivoted on, so one index serves rows and places. Slacks are
/// columns of the unit matrix and take no work. What changes later stands between L and U; after `mostUpdates` changes it
/// is time to factor anew.
struct Factors: ~Copyable {
  static let mostUpdates = 75

  private(set) var rowCount = 0
  /// L, by step: the pivot's row, and what it takes from the rows below.
  var lowerRow = Plain<Int32>()
  var lower = Runs()
  /// U: rows in the order of pivots, the slacks' first; the diagonal by row; what else there is by column and by row.
  var order = Plain<Int32>()
  var slackCount = 0
  var diagonal = Plain<Double>()
  var upperColumn = Runs()
  var upperRow = Runs()
  /// What changed since: by change, the row of U's inverse, the new column less the old one as L and the changes before
  /// leave it, and the pivot between the two.
  private var changeRow = Runs()
  private var changeColumn = Runs()
  private var changePivot = Plain<Double>()
  /// The last column solved for, and the last row, half way: what a change is made of.
  private var halfColumn = Plain<Double>()
  private var halfRow = Plain<Double>()

  var updates: Int { changePivot.count }

  var isWorn: Bool { updates >= Factors.mostUpdates }

  /// Forgets what changed since the basis was factored.
  mutating func rewind() {
    changeRow.removeAll()
    changeColumn.removeAll()
    changePivot.removeAll()
  }

  mutating func begin(rowCount: Int) {
    self.rowCount = rowCount
    lowerRow.removeAll()
    lower.removeAll()
    order.removeAll()
    slackCount = 0
    diagonal.removeAll()
    diagonal.resize(to: rowCount, with: 1)
    upperColumn.removeAll()
    upperRow.removeAll()
    upperRow.makeRuns(rowCount)
    halfColumn.resize(to: rowCount, with: 0)
    halfRow.resize(to: rowCount, with: 0)
    rewind()
  }

  /// Solves B x = b in place. Costs a look at every row and column of the factors, and work for what is not zero.
  func solve(_ x: UnsafeMutablePointer<Double>, isEntering: Bool = false) {
    let lowerRow = lowerRow.base
    for step in 0..<self.lowerRow.count {
      let head = x[Int(lowerRow[step])]
      if head != 0 { lower.subtract(head, step, from: x) }
    }
    let changePivot = changePivot.base
    for change in 0..<updates {
      let sum = changeRow.dot(change, x)
      if sum != 0 { changeColumn.subtract(sum / changePivot[change], change, from: x) }
    }
    if isEntering { halfColumn.base.update(from: x, count: rowCount) }
    let order = order.base, diagonal = diagonal.base
    var step = self.order.count - 1
    while step >= slackCount {
      let row = Int(order[step])
      step -= 1
      if x[row] == 0 { continue }
      let head = x[row] / diagonal[row]
      x[row] = head
      upperColumn.subtract(head, row, from: x)
    }
  }

  /// Solves y B = c in place.
  func solveTransposed(_ y: UnsafeMutablePointer<Double>, isLeaving: Bool = false) {
    let order = order.base, diagonal = diagonal.base
    for step in 0..<self.order.count {
      let row = Int(order[step])
      if y[row] == 0 { continue }
      let head = y[row] / diagonal[row]
      y[row] = head
      upperRow.subtract(head, row, from: y)
    }
    if isLeaving { halfRow.base.update(from: y, count: rowCount) }
    let changePivot = changePivot.base
    var step = updates - 1
    while step >= 0 {
      let sum = changeColumn.dot(step, y)
      if sum != 0 { changeRow.subtract(sum / changePivot[step], step, from: y) }
      step -= 1
    }
    let lowerRow = lowerRow.base
    step = self.lowerRow.count - 1
    while step >= 0 {
      let sum = lower.dot(step, y)
      if sum != 0 { y[Int(lowerRow[step])] -= sum }
      step -= 1
    }
  }

  /// The column at `row` is replaced by the last one solved for; the last row solved for is the inverse's.
  ///
  /// The product form between L and U (Huangfu and Hall 2015): B' = L (I + (a - U e) e' inverse(U)) U, with the new
  /// column a as L leaves it, so that a change is as sparse as L and U and not as their inverses.
  mutating func update(row: Int) {
    let column = halfColumn.base, left = halfRow.base
    var pivot = 0.0
    for place in 0..<rowCount { pivot += left[place] * column[place] }
    upperColumn.subtract(1, row, from: column)
    column[row] -= diagonal[row]
    changeRow.appendRun(left, rowCount)
    changeColumn.appendRun(column, rowCount)
    changePivot.append(pivot)
  }
}
