import Glibc

/// How many files this process may have open.
enum OpenFiles {
    /// Raises the limit as far as the user may where it is low; what it is then, where that is too few.
    static func few(atLeast needed: rlim_t) -> rlim_t? {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < needed else { return nil }
        limit.rlim_cur = min(limit.rlim_max, 1_024)
        guard setrlimit(resource, &limit) == 0, limit.rlim_cur >= needed else {
            return getrlimit(resource, &limit) == 0 ? limit.rlim_cur : nil
        }
        return nil
    }
}
