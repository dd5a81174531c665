using System.Net;
using System.Net.Sockets;

namespace Fdkt.Transport.Tests.Brokers;

/// <summary>Ports for programs that cannot look for one themselves.</summary>
internal static class FreePorts
{
    public static int Take()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
