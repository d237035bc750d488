//! Makes `src/rivta/generated` from `wsdl` and `schemas`. Run it by `just generate`.

#[path = "bindings/mod.rs"]
mod bindings;

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new("src/rivta/generated");
    let files = bindings::bindings(Path::new("wsdl"), Path::new("schemas"))?;
    fs::create_dir_all(folder)?;
    for old in fs::read_dir(folder)? {
        let path = old?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if !files.contains_key(name) {
            fs::remove_file(&path)?;
        }
    }
    for (name, text) in files {
        fs::write(folder.join(name), text)?;
    }
    Ok(())
}
