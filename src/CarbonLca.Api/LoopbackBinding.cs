using System.Collections.Immutable;
using System.Net;

namespace CarbonLca.Api;

/// <summary>Where the service listens: on loopback addresses only, because it knows no users and checks no passwords.</summary>
/// <param name="Urls">The addresses; empty when refused.</param>
/// <param name="Refusal">Why the configured addresses are refused; null when they are accepted.</param>
internal sealed record LoopbackBinding(ImmutableArray<string> Urls, string? Refusal)
{
    /// <summary>Listens on 127.0.0.1 and, where the machine has IPv6, on [::1].</summary>
    public const string Default = "http://localhost:5080";

    private static readonly string[] PortKeys = ["http_ports", "https_ports"];

    /// <summary>Reads the addresses from <c>--urls</c>, <c>ASPNETCORE_URLS</c> and the other places of the configuration.</summary>
    public static LoopbackBinding Of(IConfiguration configuration)
    {
        foreach (string key in PortKeys)
            if (configuration[key] is { Length: > 0 } ports) return Refuse($"{key}={ports}", "That setting listens on every interface.");
        IConfigurationSection endpoints = configuration.GetSection("Kestrel:Endpoints");
        if (endpoints.GetChildren().FirstOrDefault() is { } endpoint) return Refuse(endpoint.Path, "Endpoints are not read from there.");

        string[] urls = (configuration[WebHostDefaults.ServerUrlsKey] ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (urls.Length == 0) return new LoopbackBinding([Default], null);
        foreach (string url in urls)
            if (!IsLoopbackUrl(url)) return Refuse(url, "It is not plain http on a loopback address.");
        return new LoopbackBinding([.. urls], null);
    }

    /// <summary>Whether a host, as a URL or a Host header names it, is this machine by a name that no name server can redirect.</summary>
    public static bool IsLoopbackHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool IsLoopbackUrl(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return false;
        }

        return address.Scheme.Equals(Uri.UriSchemeHttp, StringComparison.OrdinalIgnoreCase) && address.PathBase.Length == 0 && IsLoopbackHost(address.Host);
    }

    private static LoopbackBinding Refuse(string found, string reason) =>
        new([], $"The service has no authentication and listens on this machine only; '{LogText.Encode(found)}' is refused. {reason} Use for instance --urls http://127.0.0.1:5080.");
}
