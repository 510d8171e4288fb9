import Testing

/// Two runs at once on one ledger: each of the two fences holds alone, and both are needed by nobody but each other.
struct RaceTests {
    @Test(arguments: [(true, true), (true, false), (false, true)])
    func `lock or compare-and-swap alone keeps two runs from buying twice`(hasLock: Bool, hasSwap: Bool) {
        let result = RaceModel(hasLock: hasLock, hasSwap: hasSwap).explore()
        #expect(result.purchases == 1)
        #expect(result.histories > (hasLock ? 1 : 100))
    }

    @Test func `without both, two runs buy twice in some order of their steps`() {
        #expect(RaceModel(hasLock: false, hasSwap: false).explore().purchases == 2)
    }
}
