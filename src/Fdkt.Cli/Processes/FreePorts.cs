using System.Net;
using System.Net.Sockets;

namespace Fdkt.Cli.Processes;

/// <summary>Ports of this machine that nobody listens on. A restarted process keeps its port, so it is chosen here and not by the process.</summary>
internal static class FreePorts
{
    /// <summary>Finds ports, all unlike.</summary>
    /// <param name="count">How many.</param>
    public static int[] Find(int count)
    {
        var listeners = new List<TcpListener>();
        try
        {
            for (int i = 0; i < count; i++)
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listeners.Add(listener);
                listener.Start();
            }

            return [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        }
        finally
        {
            listeners.ForEach(listener => listener.Dispose());
        }
    }
}
