/// What is wrong with a project, its lock or its libraries: one or more lines, each with its place.
public struct ProjectError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}
