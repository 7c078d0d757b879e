/// An authority that exists for these tests only, and what it signed; valid until 2120, but for
/// `expired`. Made with `openssl ca`; the authority's own key was thrown away.
enum TestCertificates {
    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBmjCCAT+gAwIBAgIUbBukjIpm+5LVpHo8iH1ncHfHkrgwCgYIKoZIzj0EAwIw
        ITEfMB0GA1UEAwwWaW1nZmxvdyB0ZXN0IGF1dGhvcml0eTAgFw0yNjExMjIxMjE0
        MzlaGA8yMTI2MTAyOTEyMTQzOVowITEfMB0GA1UEAwwWaW1nZmxvdyB0ZXN0IGF1
        dGhvcml0eTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMSJKHFXnUkZHV98cvNQ
        Oo3LkyWfFUudcyHEY7AZaui761uAjaHt8d41epnChJxk9Gkb49ht8WlLTo2n4wTT
        yqWjUzBRMB0GA1UdDgQWBBRP5/y2pyXUl0r2dWSyUloZlbSS/TAfBgNVHSMEGDAW
        gBRP5/y2pyXUl0r2dWSyUloZlbSS/TAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49
        BAMCA0kAMEYCIQCOhJgLFOBQuLoHNp89t8JJD5VOrQJ/7jOPcAFvamsw4QIhAPW0
        2Qmvwl2EKYPv1mwNwW+SxmGiszvzrToNZP4PFwsn
        -----END CERTIFICATE-----
        """

    /// For localhost, 127.0.0.1 and bedrock-runtime.us-west-2.amazonaws.com.
    static let good = """
        -----BEGIN CERTIFICATE-----
        MIIByzCCAXCgAwIBAgIBATAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZpbWdmbG93
        IHRlc3QgYXV0aG9yaXR5MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAw
        WjAPMQ0wCwYDVQQDDARnb29kMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEmhXV
        i0+9DvUCfYMJG4aBRpYh+rSPXswnkFFGRIAO6KGWgcafXyHYyiWlDDLEKCYs/OmH
        XaDalyrNIqIcuUOZf6OBqDCBpTBDBgNVHREEPDA6gglsb2NhbGhvc3SHBH8AAAGC
        J2JlZHJvY2stcnVudGltZS51cy13ZXN0LTIuYW1hem9uYXdzLmNvbTAJBgNVHRME
        AjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB0GA1UdDgQWBBSwGKKcEjwYAbNRvsSe
        4bVjVOx8wDAfBgNVHSMEGDAWgBRP5/y2pyXUl0r2dWSyUloZlbSS/TAKBggqhkjO
        PQQDAgNJADBGAiEAnEg2bKpXelBjFvQcoYZLxVh0OvenFXraH9HUHe+tQ58CIQCY
        m62rZPqmpXOL+J7XXOrbmifF4dLVwEnwYvAf7X8AjA==
        -----END CERTIFICATE-----
        """

    /// Ended on 2021-01-01.
    static let expired = """
        -----BEGIN CERTIFICATE-----
        MIIBoDCCAUagAwIBAgIBAjAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZpbWdmbG93
        IHRlc3QgYXV0aG9yaXR5MB4XDTIwMDEwMTAwMDAwMFoXDTIxMDEwMTAwMDAwMFow
        EjEQMA4GA1UEAwwHZXhwaXJlZDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABJoV
        1YtPvQ71An2DCRuGgUaWIfq0j17MJ5BRRkSADuihloHGn18h2MolpQwyxCgmLPzp
        h12g2pcqzSKiHLlDmX+jfjB8MBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAJ
        BgNVHRMEAjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB0GA1UdDgQWBBSwGKKcEjwY
        AbNRvsSe4bVjVOx8wDAfBgNVHSMEGDAWgBRP5/y2pyXUl0r2dWSyUloZlbSS/TAK
        BggqhkjOPQQDAgNIADBFAiBXdywo5NRa+AKCOiEphvq2ajQ0m8vO8BTarmzNyrnT
        IAIhAO7bC2+YBO7n1Mgf+dNnX6nPaCofMxatYLy7KiRYEMuF
        -----END CERTIFICATE-----
        """

    /// For example.com.
    static let elsewhere = """
        -----BEGIN CERTIFICATE-----
        MIIBoDCCAUagAwIBAgIBAzAKBggqhkjOPQQDAjAhMR8wHQYDVQQDDBZpbWdmbG93
        IHRlc3QgYXV0aG9yaXR5MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAw
        WjAUMRIwEAYDVQQDDAllbHNld2hlcmUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
        AASaFdWLT70O9QJ9gwkbhoFGliH6tI9ezCeQUUZEgA7ooZaBxp9fIdjKJaUMMsQo
        Jiz86YddoNqXKs0iohy5Q5l/o3oweDAWBgNVHREEDzANggtleGFtcGxlLmNvbTAJ
        BgNVHRMEAjAAMBMGA1UdJQQMMAoGCCsGAQUFBwMBMB0GA1UdDgQWBBSwGKKcEjwY
        AbNRvsSe4bVjVOx8wDAfBgNVHSMEGDAWgBRP5/y2pyXUl0r2dWSyUloZlbSS/TAK
        BggqhkjOPQQDAgNIADBFAiA+0MFEvLmB1zj6Qaaj+IwU+rajP+7+RPWvqTjHcISp
        FAIhAIRyN3rhTGrNHrPxH84h859Jes2MScUIPT8ixncLA1PD
        -----END CERTIFICATE-----
        """

    /// Of all three.
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgI6WuFq6roMu6M+9C
        P6PZEaU7IMDlkXH0QagGr3WszlehRANCAASaFdWLT70O9QJ9gwkbhoFGliH6tI9e
        zCeQUUZEgA7ooZaBxp9fIdjKJaUMMsQoJiz86YddoNqXKs0iohy5Q5l/
        -----END PRIVATE KEY-----
        """
}
