import CFiles
import Glibc

extension Files {
    /// Swaps two files or folders in one step.
    public static func exchange(_ first: String, _ second: String) throws(FileError) {
        guard cfiles_exchange(first, second) == 0 else { throw FileError("swap \(first) and", second) }
    }

    /// The network file system on which `path` lies, by name, such as NFS; nil for a local one.
    public static func networkFileSystem(_ path: String) throws(FileError) -> String? {
        let magic = cfiles_file_system(path)
        guard magic != 0 else { throw FileError("look at the file system of", path) }
        return networkMagics[magic]
    }

    /// From linux/magic.h and the file systems' own headers. Locks and fsync mean less there, or nothing.
    private static let networkMagics: [UInt: String] = [
        0x6969: "NFS", 0x517B: "SMB", 0xFF53_4D42: "CIFS", 0xFE53_4D42: "SMB2", 0x0102_1997: "9p",
        0x6573_5546: "FUSE", 0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x6B41_4653: "AFS", 0x7375_7245: "Coda",
        0x0BD0_0BD0: "Lustre", 0x7461_636F: "OCFS2", 0x0116_1970: "GFS2", 0x786F_4256: "VirtualBox shared folder",
    ]
}
