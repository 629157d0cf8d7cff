package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"giaoban/internal/fault"
)

const someSecret = "một-bí-mật-đủ-dài-cho-LiveKit-nhé"

func TestLiveKit_SettingsThatBreakARuleAreNamed(t *testing.T) {
	elsewhere := Config{LiveKitURL: "https://livekit.coquan.vn", LiveKitKey: "k", LiveKitSecret: someSecret}
	redis := Config{LiveKitRedis: "10.1.2.5:6379", LiveKitRedisPassword: someSecret}
	for name, c := range map[string]struct {
		base   Config
		change func(*Config)
		rule   string
	}{
		"livekit-url":                 {elsewhere, func(c *Config) { c.LiveKitURL = "livekit.coquan.vn" }, "must be http(s)://"},
		"livekit-url ":                {elsewhere, func(c *Config) { c.LiveKitURL = "https://u:p@livekit.coquan.vn" }, "must be http(s)://"},
		"livekit-key":                 {elsewhere, func(c *Config) { c.LiveKitKey = "" }, "is needed"},
		"livekit-key ":                {elsewhere, func(c *Config) { c.LiveKitURL = ""; c.LiveKitSecret = "" }, "means nothing without --livekit-url"},
		"livekit-secret":              {elsewhere, func(c *Config) { c.LiveKitSecret = "short-secret" }, "at least 32 bytes, has 12"},
		"livekit-secret ":             {elsewhere, func(c *Config) { c.LiveKitURL, c.LiveKitKey = "", "" }, "means nothing without --livekit-url"},
		"livekit-secret-file":         {elsewhere, func(c *Config) { c.LiveKitSecretFile = "x" }, "give one of them"},
		"livekit-secret-file ":        {elsewhere, func(c *Config) { c.LiveKitSecret = ""; c.LiveKitSecretFile = "/nowhere/at/all" }, "no such file"},
		"livekit-authority":           {elsewhere, func(c *Config) { c.LiveKitAuthority = "/nowhere/at/all" }, "no such file"},
		"livekit-redis":               {redis, func(c *Config) { c.LiveKitRedis = "10.1.2.5" }, "must be HOST:PORT"},
		"livekit-redis ":              {elsewhere, func(c *Config) { c.LiveKitRedis = "10.1.2.5:6379" }, "inside the program"},
		"livekit-redis-db":            {redis, func(c *Config) { c.LiveKitRedisDB = -1 }, "negative"},
		"livekit-redis-authority":     {redis, func(c *Config) { c.LiveKitRedisAuthority = "x" }, "--livekit-redis-tls"},
		"livekit-redis-password":      {redis, func(c *Config) { c.LiveKitRedis = "" }, "means nothing without --livekit-redis"},
		"turn-port":                   {elsewhere, func(c *Config) { c.TURNPort = 3478 }, "has its own TURN"},
		"turn-port ":                  {redis, func(c *Config) { c.TURNPort = 70000 }, "1 to 65535"},
		"turn-tls-port":               {redis, func(c *Config) { c.TURNTLSPort, c.TURNDomain = 5349, "turn.coquan.vn" }, "--tls-cert"},
		"turn-domain":                 {redis, func(c *Config) { c.TURNTLSPort = 5349 }, "must be a name"},
		"turn-domain ":                {redis, func(c *Config) { c.TURNDomain = "turn.coquan.vn" }, "means nothing without --turn-tls-port"},
		"livekit-redis-password-file": {redis, func(c *Config) { c.LiveKitRedisPasswordFile = "x" }, "give one of them"},
	} {
		with := c.base
		c.change(&with)
		_, err := with.contribution(someSecret)
		if err == nil || !strings.Contains(err.Error()+" ", "--"+strings.TrimSpace(name)) || !strings.Contains(err.Error(), c.rule) {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && (strings.Contains(err.Error(), someSecret) || strings.Contains(err.Error(), "short-secret")) {
			t.Errorf("%s: the secret is in %q", name, err)
		}
		if f := fault.As(err); c.rule != "no such file" && (f == nil || f.Kind != fault.KindInvalid || f.Fields[0].Name != strings.TrimSpace(name)) {
			t.Errorf("%s: %+v", name, f)
		}
	}
}

func TestLiveKit_SecretsComeFromFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte(someSecret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Config{LiveKitURL: "wss://livekit.coquan.vn/", LiveKitKey: "k", LiveKitSecretFile: file}.contribution("own")
	if err != nil || got.Secret != someSecret || got.Key != "k" || got.Elsewhere.URL.Scheme != "https" {
		t.Errorf("%+v, %v", got, err)
	}
	got, err = Config{LiveKitRedis: "10.1.2.5:6379", LiveKitRedisPasswordFile: file, LiveKitRedisDB: 3}.contribution("own")
	if err != nil || got.Secret != "own" || got.Redis.Password != someSecret || got.Redis.DB != 3 || got.Elsewhere != nil {
		t.Errorf("%+v, %v", got, err)
	}
}
