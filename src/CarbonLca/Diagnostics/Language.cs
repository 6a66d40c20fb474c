namespace CarbonLca.Diagnostics;

/// <summary>The two languages every text for people exists in.</summary>
public enum Language
{
    /// <summary>English.</summary>
    English,

    /// <summary>Chinese, simplified characters (简体中文).</summary>
    Chinese,
}
