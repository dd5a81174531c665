using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Amqp.Framing;
using Azure.Core;
using Fdkt.Contracts.Federation;
using Fdkt.Contracts.Messaging;
using Fdkt.DevelopmentBroker;
using Fdkt.DevelopmentBroker.Nodes;
using Fdkt.Transport.Jobs.Amqp;
using Fdkt.Transport.Tests.Brokers;
using Microsoft.Extensions.Time.Testing;

namespace Fdkt.Transport.Tests.Jobs.Amqp;

/// <summary>Tokens, passwords and certificates, and what the broker may say no to.</summary>
public sealed class SignInTests
{
    private const string CertificateVariable = "FDKT_TEST_CERTIFICATE";
    private const string Password = "a pass/word";

    // After the renewal's time, before the expiry.
    private static readonly TimeSpan RenewalDue = CountingCredential.Lifetime * 0.8;

    private readonly QueueName name = new("jobs-llm");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static QueueMessage Message { get; } = new("m-1", "test", "1"u8.ToArray());

    [Fact]
    public void Sign_KnownKey_GivesKnownSignature() =>

        // The signature was computed with openssl: printf 'amqps%3A%2F%2Fns.servicebus.windows.net%2Fjobs-llm\n1700000000' | openssl dgst -sha256 -hmac 'c2VjcmV0LWtleQ==' -binary | base64
        Assert.Equal(
            "SharedAccessSignature sr=amqps%3A%2F%2Fns.servicebus.windows.net%2Fjobs-llm&sig=cLWjDZullejzjFHwUqjoVE6od6jjnWb1licI5AbIq%2Fc%3D&se=1700000000&skn=Root",
            SharedAccessTokenSource.Sign("amqps://ns.servicebus.windows.net/jobs-llm", "Root", "c2VjcmV0LWtleQ==", DateTimeOffset.FromUnixTimeSeconds(1700000000)));

    [Fact]
    public async Task SendAsync_SharedAccessKey_PutsTokensForEachAddress()
    {
        List<PutToken> tokens = [];
        using var broker = Broker.Open(new BrokerOptions { TokenCheck = token => Keep(tokens, token) }, TimeProvider.System);
        await using var queue = new AmqpJobQueue(FastOptions.For(broker.Port, key: new SharedAccessKey("Root", "secret")), TimeProvider.System);

        await queue.SendAsync(name, Message, Token);
        IReceivedMessage? message = await queue.CreateReceiver(name).ReceiveAsync(TimeSpan.FromSeconds(60), Token);
        await message!.RenewLockAsync(Token);
        await queue.ReadDeadLettersAsync(name, Token);

        Assert.Equal(
            ["amqps://127.0.0.1/jobs-llm", "amqps://127.0.0.1/jobs-llm/$management", "amqps://127.0.0.1/jobs-llm/$deadletterqueue"],
            tokens.Select(token => token.Audience));
        Assert.All(tokens, token => Assert.Equal("servicebus.windows.net:sastoken", token.Kind));
        Assert.All(tokens, token => Assert.StartsWith("SharedAccessSignature sr=amqps%3A%2F%2F127.0.0.1%2Fjobs-llm", token.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SendAsync_Credential_PutsItsTokenAndRenewsItBeforeItExpires()
    {
        List<PutToken> tokens = [];
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var credential = new CountingCredential(clock);
        using var broker = Broker.Open(new BrokerOptions { TokenCheck = token => Keep(tokens, token) }, TimeProvider.System);
        await using var queue = new AmqpJobQueue(FastOptions.For(broker.Port, credential: credential), clock);

        await queue.SendAsync(name, Message, Token);
        Assert.Equal(["entra-1"], tokens.Select(token => token.Text));
        clock.Advance(RenewalDue);
        await Eventually.HoldsAsync(() => tokens.Count == 2, Token);

        Assert.Equal([("jwt", "entra-1"), ("jwt", "entra-2")], tokens.Select(token => (token.Kind, token.Text)));
        Assert.True(credential.AskedAt[1] < credential.AskedAt[0] + CountingCredential.Lifetime, "The token expired before it was renewed.");
        Assert.Equal(["https://servicebus.azure.net/.default"], credential.Scopes.Distinct());
    }

    [Fact]
    public async Task SendAsync_TokenCannotBeRenewed_IsTriedAgainUntilItCan()
    {
        List<PutToken> tokens = [];
        bool away = false;
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var credential = new CountingCredential(clock);
        using var broker = Broker.Open(new BrokerOptions { TokenCheck = token => !away && Keep(tokens, token) }, TimeProvider.System);
        var retried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var queue = new AmqpJobQueue(FastOptions.For(broker.Port, credential: credential, onRetry: _ => retried.TrySetResult()), clock);
        await queue.SendAsync(name, Message, Token);

        away = true;
        clock.Advance(RenewalDue);
        await retried.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);
        away = false;
        await Eventually.HoldsAsync(() => Go(clock) && tokens.Count == 2, Token);

        Assert.True(credential.AskedAt.Count > 2);
    }

    [Fact]
    public async Task SendAsync_TokenNotAccepted_IsRefusedAtOnce()
    {
        int retries = 0;
        using var broker = Broker.Open(new BrokerOptions { TokenCheck = _ => false }, TimeProvider.System);
        await using var queue = new AmqpJobQueue(
            FastOptions.For(broker.Port, key: new SharedAccessKey("Root", "secret"), onRetry: _ => retries++), TimeProvider.System);

        QueueUnavailableException refused = await Assert.ThrowsAsync<QueueUnavailableException>(() => queue.SendAsync(name, Message, Token));

        Assert.Equal(0, retries);
        Assert.DoesNotContain("SharedAccessSignature", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SendAsync_NoTokenWhereOneIsWanted_IsRefusedAtOnce()
    {
        using var broker = Broker.Open(new BrokerOptions { TokenCheck = _ => true }, TimeProvider.System);
        await using var queue = new AmqpJobQueue(FastOptions.For(broker.Port), TimeProvider.System);

        await Assert.ThrowsAsync<QueueUnavailableException>(() => queue.SendAsync(name, Message, Token));
        await Assert.ThrowsAsync<QueueUnavailableException>(() => queue.CreateReceiver(name).ReceiveAsync(TimeSpan.FromSeconds(60), Token));
    }

    [Fact]
    public async Task SendAsync_Password_IsChecked()
    {
        using var broker = Broker.Open(new BrokerOptions { User = "worker", Password = Password }, TimeProvider.System);
        await using var right = new AmqpJobQueue(FastOptions.For(broker.Port, "worker", Password), TimeProvider.System);
        await using var wrong = new AmqpJobQueue(FastOptions.For(broker.Port, "worker", "wrong"), TimeProvider.System);
        await using var none = new AmqpJobQueue(FastOptions.For(broker.Port, attempts: 2), TimeProvider.System);

        await right.SendAsync(name, Message, Token);
        await Assert.ThrowsAsync<QueueUnavailableException>(() => wrong.SendAsync(name, Message, Token));
        await Assert.ThrowsAsync<QueueUnavailableException>(() => none.SendAsync(name, Message, Token));
    }

    [Fact]
    public async Task SendAsync_CertificateNotTrusted_IsRefusedAtOnce()
    {
        int retries = 0;
        using X509Certificate2 certificate = NewCertificate();
        using var broker = Broker.Open(new BrokerOptions { Certificate = certificate }, TimeProvider.System);
        await using var queue = new AmqpJobQueue(FastOptions.For(broker.Port, tls: true, onRetry: _ => retries++), TimeProvider.System);

        QueueUnavailableException refused = await Assert.ThrowsAsync<QueueUnavailableException>(() => queue.SendAsync(name, Message, Token));

        Assert.IsType<AuthenticationException>(refused.InnerException);
        Assert.Equal(0, retries);
    }

    [Fact]
    public async Task SendAsync_CertificateTrustedByThePlatform_IsAccepted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux does a variable say whom the platform trusts.");
        if (Environment.GetEnvironmentVariable(CertificateVariable) is { } file)
        {
            using X509Certificate2 trusted = X509CertificateLoader.LoadPkcs12FromFile(file, null);
            using var broker = Broker.Open(new BrokerOptions { Certificate = trusted }, TimeProvider.System);
            await using var queue = new AmqpJobQueue(FastOptions.For(broker.Port, tls: true), TimeProvider.System);
            await queue.SendAsync(name, Message, Token);
            return;
        }

        // The platform reads the variable once: only a process of its own can be told.
        using var folder = new TemporaryFolder();
        using X509Certificate2 certificate = NewCertificate();
        await File.WriteAllBytesAsync(Path.Combine(folder.Path, "server.pfx"), certificate.Export(X509ContentType.Pkcs12), Token);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "trusted.pem"), certificate.ExportCertificatePem(), Token);
        using ChildProcess child = ChildProcess.StartDotnet(
            "Fdkt.Transport.Tests.dll",
            ["-method", $"{typeof(SignInTests).FullName}.{nameof(SendAsync_CertificateTrustedByThePlatform_IsAccepted)}"],
            new Dictionary<string, string> { [CertificateVariable] = Path.Combine(folder.Path, "server.pfx"), ["SSL_CERT_FILE"] = Path.Combine(folder.Path, "trusted.pem") });

        int exit = await child.ExitAsync(Token);
        Assert.True(exit == 0 && child.Output.Contains("Total: 1,", StringComparison.Ordinal), child.Output);
    }

    [Fact]
    public async Task SendAsync_BrokerBusy_WaitsAndSends()
    {
        int refusals = 3;
        List<Exception> retries = [];
        using var broker = Broker.Open(
            new BrokerOptions { Refusal = () => refusals-- > 0 ? new Error("com.microsoft:server-busy") { Description = "Busy." } : null }, TimeProvider.System);
        await using var queue = new AmqpJobQueue(FastOptions.For(broker.Port, onRetry: retries.Add), TimeProvider.System);

        await queue.SendAsync(name, Message, Token);

        Assert.Equal(3, retries.Count);
        Assert.All(retries, fault => Assert.True(AmqpFault.IsBusy(fault)));
        Assert.Equal(1, broker.Counts.Single().Messages);
    }

    [Fact]
    public async Task SendAsync_BrokersLimitLower_IsRefused()
    {
        using var broker = Broker.Open(new BrokerOptions { MessageBytes = 1000 }, TimeProvider.System);
        await using var queue = new AmqpJobQueue(FastOptions.For(broker.Port), TimeProvider.System);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => queue.SendAsync(name, Message with { Body = new byte[1000] }, Token));

        Assert.Equal(ReasonCode.MessageTooLarge, refused.Reason);
    }

    /// <summary>Lets a little time pass: far less than a request may take.</summary>
    private static bool Go(FakeTimeProvider clock)
    {
        clock.Advance(TimeSpan.FromMilliseconds(100));
        return true;
    }

    private static bool Keep(List<PutToken> tokens, PutToken token)
    {
        lock (tokens)
        {
            tokens.Add(token);
        }

        return true;
    }

    private static X509Certificate2 NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private sealed class CountingCredential(TimeProvider clock) : TokenCredential
    {
        public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

        public List<string> Scopes { get; } = [];

        public List<DateTimeOffset> AskedAt { get; } = [];

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            Scopes.AddRange(requestContext.Scopes);
            AskedAt.Add(clock.GetUtcNow());
            return new AccessToken($"entra-{AskedAt.Count}", AskedAt[^1] + Lifetime);
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
