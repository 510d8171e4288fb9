import Catalog

/// Finds pages by words, for who does not know the name.
extension Reference {
    /// The pages that have to do with these words, the best first; pages that have hardly to do with them are left out.
    ///
    /// - Parameter words: As somebody types them; capital letters and endings make no difference.
    public func search(_ words: String) -> [Page] {
        let pages = chapters.flatMap(\.pages)
        return SearchIndex(pages).search(words).map { pages[$0] }
    }
}
