/// The name that was probably meant: at most a third of its letters differ, and swapped neighbours count once. The first
/// in alphabetical order of those that are equally near.
func closest(to name: String, among names: [String]) -> String? {
    let letters = Array(name.utf8.prefix(longestName))
    let most = max(1, letters.count / 3)
    return names.sorted().map { (name: $0, distance: editDistance(letters, Array($0.utf8.prefix(longestName)))) }
        .filter { $0.distance <= most }
        .min { $0.distance < $1.distance }?.name
}

/// In bytes. A script may ask for a name of millions, and comparing those could not be interrupted.
private let longestName = 80

/// How many letters to insert, delete, replace or swap with their neighbour to get from one to the other.
private func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: second.count + 1)
    var last = Array(0...second.count)
    for i in first.indices {
        var row = [i + 1]
        for j in second.indices {
            var cost = min(last[j] + (first[i] == second[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        (beforeLast, last) = (last, row)
    }
    return last[second.count]
}
