use relay::{MemoryStore, Options, serve};
use std::sync::Arc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub async fn get(address: std::net::SocketAddr, path: &str, headers: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).to_lowercase()
}

#[tokio::test]
async fn the_site_is_served_with_its_types_and_compressed_twins() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in [
        ("index.html", "start"),
        ("app.wasm", "plain"),
        ("app.wasm.br", "small"),
        ("manifest.webmanifest", "{}"),
    ] {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options = Options { site: Some(folder.path().to_owned()), ..Options::default() };
    let relay = serve(listener, Arc::new(MemoryStore::new([1; 16])), options).unwrap();
    let address = relay.address();

    let start = get(address, "/", "").await;
    assert!(
        start.starts_with("http/1.1 200") && start.contains("text/html") && start.ends_with("start"),
        "{start}"
    );
    assert!(start.contains("cache-control: no-cache") && start.contains("nosniff"));
    let wasm = get(address, "/app.wasm", "").await;
    assert!(wasm.contains("application/wasm") && wasm.ends_with("plain"), "{wasm}");
    let small = get(address, "/app.wasm", "Accept-Encoding: br\r\n").await;
    assert!(small.contains("content-encoding: br") && small.contains("application/wasm"), "{small}");
    assert!(get(address, "/manifest.webmanifest", "").await.contains("application/manifest+json"));
    for path in ["/nowhere", "/../secret", "/%2e%2e/secret"] {
        assert!(get(address, path, "").await.starts_with("http/1.1 404"), "{path}");
    }
    let health = get(address, "/health", "").await;
    assert!(health.contains("application/json") && health.contains(r#""status":"ok""#), "{health}");
    relay.stop().await.unwrap();
}

#[tokio::test]
async fn an_older_site_that_is_put_back_is_served_whole() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("index.html");
    std::fs::write(&page, "new").unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let options = Options { site: Some(folder.path().to_owned()), ..Options::default() };
    let relay = serve(listener, Arc::new(MemoryStore::new([1; 16])), options).unwrap();
    let address = relay.address();

    let first = get(address, "/", "").await;
    let date = first.lines().find_map(|line| line.strip_prefix("last-modified: ")).unwrap();
    let known = format!("If-Modified-Since: {}\r\n", dated(date));
    let again = get(address, "/", &known).await;
    assert!(again.starts_with("http/1.1 304") && !again.ends_with("new"), "{again}");

    std::fs::write(&page, "old").unwrap();
    let yesterday = std::time::SystemTime::now() - std::time::Duration::from_secs(86_400);
    std::fs::File::options().write(true).open(&page).unwrap().set_modified(yesterday).unwrap();
    let back = get(address, "/", &known).await;
    assert!(back.starts_with("http/1.1 200") && back.ends_with("old"), "{back}");
    relay.stop().await.unwrap();
}

/// A date as it was sent: answers come in small letters.
fn dated(small: &str) -> String {
    let words = small.split(' ').map(|word| match word.split_at(1) {
        _ if word == "gmt" => "GMT".to_owned(),
        (first, rest) => first.to_uppercase() + rest,
    });
    words.collect::<Vec<_>>().join(" ")
}
