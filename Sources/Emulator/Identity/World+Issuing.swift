import Schema

/// Keys and tokens, given out. Unlike an order, none follows from the seed: whoever knows the seed must not know the keys.
extension World {
    /// The accounts, the one first whose keys the configuration has.
    var accounts: [EmulatedAccount] { [owner, .partner] }

    mutating func issueKey(to principal: Principal, for life: Duration) -> AccessKey {
        var generator = SystemRandomNumberGenerator()
        let key = AccessKey(
            id: "HST" + generator.capitals(17), secret: generator.capitals(40), principal: principal,
            securityToken: generator.capitals(Self.securityTokenLength), expiry: expiry(after: life))
        keys.add(key)
        return key
    }

    mutating func issueToken(to principal: Principal) -> (token: String, expiry: Int) {
        let (token, expiry) = (Self.drawToken(), expiry(after: IssuedTokens.lifetime))
        tokens.issue(token, to: principal, until: expiry)
        return (token, expiry)
    }

    static func drawToken() -> String {
        var generator = SystemRandomNumberGenerator()
        return generator.hexID() + generator.hexID()
    }

    /// When what is given out now ends.
    private func expiry(after life: Duration) -> Int {
        if saleFault?.isExpired == true { return now - 1000 }
        return now + min(life, settings.identity.keyLife ?? life).milliseconds
    }

    /// The life of keys that a machine or a pod gets, which can't ask for another.
    static let machineKeyLife = Duration.seconds(6 * 3600)
    /// In characters; those of the service are about as long.
    private static let securityTokenLength = 500
}

extension AccessKey {
    /// The keys as IAM and the metadata service write them.
    var iamValue: Value {
        [
            "access": .string(id), "secret": .string(secret), "securitytoken": .string(securityToken ?? ""),
            "expires_at": .string(Timestamp(milliseconds: expiry ?? 0).isoWithMicroseconds),
        ]
    }

    /// The keys as STS writes them.
    var stsValue: Value {
        [
            "access_key_id": .string(id), "secret_access_key": .string(secret),
            "security_token": .string(securityToken ?? ""),
            "expiration": .string(Timestamp(milliseconds: expiry ?? 0).isoWithMilliseconds),
        ]
    }

    /// The keys as the pods' service writes them.
    var podValue: Value {
        [
            "accessKeyId": .string(id), "secretAccessKey": .string(secret),
            "securityToken": .string(securityToken ?? ""),
            "expiration": .string(Timestamp(milliseconds: expiry ?? 0).isoWithMilliseconds),
        ]
    }

    /// The session that they stand for, as STS names it.
    var assumedAgency: Value { ["urn": .string(principal.urn), "id": .string(principal.id)] }
}
