/// What can go wrong with a model.
public enum ModelError: Error, Equatable, Sendable {
  /// The call was refused before it reached the solver: an index out of range, a limit that is not a
  /// number, a name that is too long. The model is as it was.
  case invalid(String)
  /// The solver gave up in the middle of its work. This model and all others of the same thread are lost;
  /// the thread itself goes on working.
  case aborted(String)
  /// The memory budget or the machine's memory is spent. As `aborted`, all models of the thread are lost.
  case outOfMemory(String)
  /// An earlier abort on this thread took this model along.
  case lost
  /// The model belongs to another thread.
  case foreignThread
  /// The call came from inside a callback of a running search on the same thread.
  case busy
  /// The solver returned without an answer, for numerical reasons. The model is as it was.
  case unsolved(String)
  /// A file could not be read or written; the line where the reader says it.
  case file(path: String, line: Int?, String)
}

extension ModelError: CustomStringConvertible {
  /// One sentence.
  public var description: String {
    switch self {
    case .invalid(let text): "The model refuses this: \(text)."
    case .aborted(let text): "The solver gave up: \(text)."
    case .outOfMemory(let text): "The memory budget of the solver is spent: \(text)."
    case .lost: "The model was lost when the solver gave up earlier on this thread."
    case .foreignThread: "A model must be used on the thread that made it."
    case .busy: "A model cannot be used from inside the callback of a running search."
    case .unsolved(let text): "The solver found no answer: \(text)."
    case .file(let path, let line?, let text): "\(path):\(line): \(text)"
    case .file(let path, nil, let text): "\(path): \(text)"
    }
  }
}
