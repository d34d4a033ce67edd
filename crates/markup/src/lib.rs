//! `view!` with the syntax of Leptos's macro, for a page whose download counts every byte.
//!
//! Leptos gives every element, attribute and closure a type of its own, and with it a copy of its drawing code. Here an
//! element is made by a handful of calls to one type, `crate::markup::El`; components are left to Leptos. What differs:
//! attributes are written as in HTML (`class:done=…`, `style:width=…`, `prop:value=…`, `on:click=…`, `node_ref=…` as in
//! Leptos), SVG is drawn by Leptos's own macro.

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use rstml::Infallible;
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement, NodeName};

/// Draws markup: an `El` for one element, else whatever the one node is, else the list of the nodes.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    match rstml::parse2(tokens.into()) {
        Ok(nodes) => several(&nodes).into(),
        Err(error) => error.to_compile_error().into(),
    }
}

fn several(nodes: &[Node<Infallible>]) -> TokenStream {
    match nodes {
        [] => quote!(()),
        [only] => one(only),
        more => {
            let views = more.iter().map(|node| {
                let view = one(node);
                quote!(::leptos::prelude::IntoAny::into_any(::leptos::prelude::IntoRender::into_render(#view)))
            });
            quote!(::std::vec![#(#views),*])
        }
    }
}

fn one(node: &Node<Infallible>) -> TokenStream {
    match node {
        Node::Element(element) if is_component(element.name()) => component(element),
        Node::Element(element) => html(element),
        Node::Block(block) => content(block),
        Node::Text(text) => text.value.to_token_stream(),
        Node::Fragment(fragment) => several(&fragment.children),
        other => syn::Error::new_spanned(other, "not drawn by this macro").to_compile_error(),
    }
}

/// What stands between braces; a closure is drawn again when what it reads changes.
fn content(block: &NodeBlock) -> TokenStream {
    let Some(block) = block.try_block() else { return block.to_token_stream() };
    match block.stmts.as_slice() {
        [syn::Stmt::Expr(syn::Expr::Closure(closure), None)] if closure.inputs.is_empty() => {
            quote!(crate::live::live(#closure))
        }
        [syn::Stmt::Expr(only, None)] => only.to_token_stream(),
        _ => block.to_token_stream(),
    }
}

/// Components are called by a path that begins with, or ends in, a capital letter.
fn is_component(name: &NodeName) -> bool {
    let name = name.to_string();
    name.rsplit("::").next().is_some_and(|last| last.trim().starts_with(char::is_uppercase))
}

fn component(element: &NodeElement<Infallible>) -> TokenStream {
    let name = element.name();
    let attributes = element.attributes();
    if element.children.is_empty() {
        return quote!(::leptos::prelude::view! { <#name #(#attributes)* /> });
    }
    let children = several(&element.children);
    quote!(::leptos::prelude::view! { <#name #(#attributes)* > { #children } </#name> })
}

fn html(element: &NodeElement<Infallible>) -> TokenStream {
    let tag = element.name().to_string();
    let fixed = element.attributes().iter().filter_map(literal).map(|(name, text)| quote!((#name, #text)));
    let others = element.attributes().iter().filter(|attribute| literal(attribute).is_none()).map(attribute);
    let children = element.children.iter().map(|child| match child {
        Node::Text(text) => {
            let text = &text.value;
            quote!(element.text(#text);)
        }
        Node::Element(inner) if !is_component(inner.name()) => {
            let inner = html(inner);
            quote!(element.element(#inner);)
        }
        other => {
            let view = one(other);
            quote!(element.view(#view);)
        }
    });
    quote!({
        let mut element = crate::markup::El::new(#tag, &[#(#fixed),*]);
        #(#others)*
        #(#children)*
        element
    })
}

/// The attributes that are written out: `class="row"`.
fn literal(attribute: &NodeAttribute) -> Option<(String, String)> {
    let NodeAttribute::Attribute(attribute) = attribute else { return None };
    let name = attribute.key.to_string();
    match attribute.value() {
        Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. })) => Some((name, text.value())),
        _ => None,
    }
}

fn attribute(attribute: &NodeAttribute) -> TokenStream {
    let NodeAttribute::Attribute(attribute) = attribute else {
        return syn::Error::new_spanned(attribute, "an attribute has a name").to_compile_error();
    };
    let name = attribute.key.to_string();
    let value = value(attribute);
    if let Some(event) = name.strip_prefix("on:") {
        let event = format_ident!("{event}", span = proc_macro2::Span::call_site());
        return quote!(element.listen(::leptos::ev::#event, #value););
    }
    if name == "node_ref" {
        return quote!(element.known_as(#value););
    }
    quote!(element.attribute(#name, crate::markup::IntoAttribute::into_attribute(#value));)
}

fn value(attribute: &KeyedAttribute) -> TokenStream {
    match attribute.value() {
        None => quote!(true),
        // `{…}` groups in markup; Rust needs no braces there.
        Some(syn::Expr::Block(block)) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(only, None)] => only.to_token_stream(),
            _ => block.to_token_stream(),
        },
        Some(value) => value.to_token_stream(),
    }
}
